import { ByteWriter } from './byte-writer'
import { crs84, epsg4490, positionWriter, type CoordinateSystem } from './coordinate-systems'
import { featureEnd, separatorBytes, type FeatureTable } from './feature-table'
import { parameterFault } from './ogc-fault'
import { geometryJson } from './packed-features'
import type { Selection } from './select-features'

export type FeatureFormat = 'geojson' | 'jsonfg'

/** Writes features, one after the other, with a comma between. */
export class FeatureWriter {
  private readonly isPlain: boolean
  private readonly position: (lon: number, lat: number) => string

  /** @param crs of GeoJSON the system of `geometry`, of JSON-FG that of `place` (its `geometry` stays CRS84) */
  constructor(private readonly table: FeatureTable, private readonly crs: CoordinateSystem, private readonly format: FeatureFormat) {
    this.position = positionWriter(crs)
    this.isPlain = format === 'geojson' && crs === crs84
  }

  /**
   * Writes one, with `featureEnd`.
   * @throws ProblemError 400 when the system does not reach as far as the feature
   */
  write(out: ByteWriter, feature: number): void {
    if (this.isPlain) return this.table.write(out, feature)
    this.begin(out, feature)
    out.ascii(this.table.liveJson(feature))
    out.ascii(featureEnd)
  }

  /** Writes one by itself, with more members. */
  writeAlone(out: ByteWriter, feature: number, members: string): void {
    this.begin(out, feature)
    out.ascii(this.table.liveJson(feature))
    out.text(`}${members}}`)
  }

  private begin(out: ByteWriter, feature: number): void {
    const { bytes, heads, geometries, tails, ends } = this.table.packed
    if (this.isPlain) return out.copy(bytes, heads[feature]!, ends[feature]!)
    out.copy(bytes, heads[feature]!, geometries[feature]!)
    if (this.format === 'jsonfg') {
      out.ascii(`,"time":${this.time(feature)},"place":${this.geometry(feature)}`)
      out.copy(bytes, geometries[feature]!, tails[feature]!)
    } else out.ascii(`,"geometry":${this.geometry(feature)}`)
    out.copy(bytes, tails[feature]!, ends[feature]!)
  }

  private time(feature: number): string {
    const ms = this.table.instantOf(feature)
    return ms === null ? 'null' : `{"timestamp":"${new Date(ms).toISOString()}"}`
  }

  private geometry(feature: number): string {
    return reachable(this.crs, this.table.packed.ids[feature]!, () => geometryJson(this.table.packed, feature, this.position))
  }
}

/** @throws ProblemError 400 when the system does not reach as far as the feature */
export function reachable<T>(crs: CoordinateSystem, id: string, write: () => T): T {
  try {
    return write()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw parameterFault({ field: 'crs', position: 0, reason: `${crs.name} does not reach as far as the feature ${id}`, remedy: `Take the zone it lies in, or ${epsg4490.uri}.` })
  }
}

/** Bytes of live properties, at a guess. */
const liveBytes = 220
/** A piece of a long answer. */
const pieceBytes = 131_072

/** Features `from` to `to` of a selection as one piece of memory, between two texts. @param memory gives it */
export function featuresInOne(table: FeatureTable, selection: Selection, from: number, to: number, writer: FeatureWriter, head: string, tail: string, memory: (bytes: number) => Buffer): Buffer {
  let size = 3 * (head.length + tail.length) + (to - from) * liveBytes
  for (let place = from; place < to; place++) size += table.packed.ends[selection.at(place)]! - table.packed.heads[selection.at(place)]!
  const out = new ByteWriter(memory(size))
  out.text(head)
  for (let place = from; place < to; place++) writer.write(out, selection.at(place))
  if (to > from) out.length -= separatorBytes
  out.text(tail)
  return out.finish()
}

/** The same piece by piece, each made when the last one was taken. */
export function featuresInPieces(selection: Selection, from: number, to: number, writer: FeatureWriter, head: string, tail: string): ReadableStream<Uint8Array> {
  let place = from
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const out = new ByteWriter(Buffer.allocUnsafe(pieceBytes + 4096))
      if (place === from) out.text(head)
      for (; place < to && out.length < pieceBytes; place++) writer.write(out, selection.at(place))
      if (place >= to && to > from) out.length -= separatorBytes
      if (place >= to) out.text(tail)
      controller.enqueue(out.finish())
      if (place >= to) controller.close()
    },
  }, { highWaterMark: 0 })
}
