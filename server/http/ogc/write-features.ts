import { ByteWriter } from './byte-writer'
import { crs84, epsg4490, positionWriter, type CoordinateSystem } from './coordinate-systems'
import type { FeatureTable } from './feature-table'
import { parameterFault } from './ogc-fault'
import { geometryJson, separatorBytes } from './packed-features'
import type { Selection } from './select-features'

export type FeatureFormat = 'geojson' | 'jsonfg'

/** Writes features, one after the other, with a comma between. */
export class FeatureWriter {
  private readonly position: (lon: number, lat: number) => string

  /** @param crs of GeoJSON the system of `geometry`, of JSON-FG that of `place` (its `geometry` stays CRS84) */
  constructor(private readonly table: FeatureTable, private readonly crs: CoordinateSystem, private readonly format: FeatureFormat) {
    this.position = positionWriter(crs)
  }

  /**
   * Writes one, with the comma before it unless it is the first.
   * @throws ProblemError 400 when the system does not reach as far as the feature
   */
  write(out: ByteWriter, feature: number, isFirst: boolean): void {
    this.begin(out, feature, isFirst)
    this.table.writeEnd(out, feature)
  }

  /** Writes one by itself, with more members. */
  writeAlone(out: ByteWriter, feature: number, members: string): void {
    this.begin(out, feature, true)
    out.ascii(this.table.liveJson(feature))
    out.text(`}${members}}`)
  }

  private begin(out: ByteWriter, feature: number, isFirst: boolean): void {
    const { bytes, heads, geometries, tails } = this.table.packed
    const from = heads[feature]! + (isFirst ? separatorBytes : 0)
    if (this.format === 'geojson' && this.crs === crs84) return out.copy(bytes, from, heads[feature + 1]!)
    out.copy(bytes, from, geometries[feature]!)
    if (this.format === 'jsonfg') {
      out.ascii(`,"time":${this.time(feature)},"place":${this.geometry(feature)}`)
      out.copy(bytes, geometries[feature]!, tails[feature]!)
    } else out.ascii(`,"geometry":${this.geometry(feature)}`)
    out.copy(bytes, tails[feature]!, heads[feature + 1]!)
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
  for (let place = from; place < to; place++) size += table.packed.heads[selection.at(place) + 1]! - table.packed.heads[selection.at(place)]!
  const out = new ByteWriter(memory(size))
  out.text(head)
  for (let place = from; place < to; place++) writer.write(out, selection.at(place), place === from)
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
      for (; place < to && out.length < pieceBytes; place++) writer.write(out, selection.at(place), place === from)
      if (place >= to) out.text(tail)
      controller.enqueue(out.finish())
      if (place >= to) controller.close()
    },
  }, { highWaterMark: 0 })
}
