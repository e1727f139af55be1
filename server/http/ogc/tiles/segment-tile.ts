import { mercatorX, mercatorY } from '#domain/geo/web-mercator'
import type { PackedFeatures } from '../packed-features'
import type { SegmentRow } from '../segments-collection'
import { surfaceStateNames, type SurfaceView } from '../surface-view'
import { cutTile } from './cut-tile'
import { ProtoWriter } from './proto-writer'
import { TileCuts } from './tile-cuts'
import { tileExtent } from './tile-line'
import { tiledProperties, tiledTexts } from './tile-properties'

/** What of the segments' tiles stays as long as the network does. */
export interface TileSource {
  packed: PackedFeatures
  /** Points as shares of the Web Mercator world, from its north-western corner. */
  xy: Float64Array
  /** Messages of all texts, the shared ones once; text t lies from textAt[t] to textAt[t + 1]. */
  texts: Uint8Array
  textAt: Uint32Array
  /** Number of a segment's texts, in the order of `tiledTexts`; -1 where it has none. Its id is the text of its own number. */
  codes: Int32Array[]
  /** The states' texts, by their code. */
  stateCodes: Int32Array
  cuts: TileCuts
}

/** Makes it; once per network. */
export function tileSource(packed: PackedFeatures, rows: readonly SegmentRow[]): TileSource {
  const xy = packed.xy.map((value, k) => (k % 2 === 0 ? mercatorX(value) : mercatorY(value)))
  const texts: string[] = rows.map(({ detail }) => detail.id)
  const known = new Map<string, number>()
  const codeOf = (text: string | null): number => (text === null ? -1 : known.get(text) ?? (known.set(text, texts.length), texts.push(text) - 1))
  const codes = tiledTexts.map(({ of }) => Int32Array.from(rows, (row) => codeOf(of(row))))
  const stateCodes = Int32Array.from(surfaceStateNames, codeOf)
  const writer = new ProtoWriter()
  const textAt = new Uint32Array(texts.length + 1)
  texts.forEach((text, t) => {
    writer.block(0x0a, Buffer.from(text)) // string_value
    textAt[t + 1] = writer.length
  })
  return { packed, xy, texts: writer.bytes.slice(0, writer.length), textAt, codes, stateCodes, cuts: new TileCuts() }
}

const temperatures = new ProtoWriter()
const double = new DataView(new ArrayBuffer(8))
/** Place of each temperature, in hundredths from -327.68 on, among the values of the tile that is being made; and in which tile (by their number) that was. */
const places = new Int32Array(65_536)
const placedIn = new Int32Array(65_536)
let tilesMade = 0

/** Hundredths of a degree, as a place in `places`; -1 where it is not known. */
function hundredthsOf(celsius: number): number {
  const hundredths = Math.round(celsius * 100)
  return hundredths >= -32_768 && hundredths < 32_768 ? hundredths + 32_768 : -1
}

/** A Mapbox Vector Tile (2.1) of the segments with their surface; empty where there are none. @param memory gives what it is written into */
export function segmentTile(source: TileSource, surface: SurfaceView, z: number, x: number, y: number, memory: (bytes: number) => Buffer = Buffer.allocUnsafe): Buffer {
  const isKnown = (segment: number): boolean => hundredthsOf(surface.temperature[segment]!) >= 0
  const cut = source.cuts.cut(z, x, y, isKnown, () => cutTile(source, z, x, y, isKnown))
  const { segments, features, temperatureAt, stateAt, values, valueCount } = cut
  if (segments.length === 0) return Buffer.alloc(0)
  const tile = ++tilesMade
  temperatures.clear()
  let count = valueCount
  for (let f = 0; f < segments.length; f++) {
    const place = hundredthsOf(surface.temperature[segments[f]!]!)
    if (place < 0 || placedIn[place] === tile) continue
    placedIn[place] = tile
    places[place] = count++
    temperatures.reserve(11)
    double.setFloat64(0, (place - 32_768) / 100, true)
    temperatures.put(0x22, 9, 0x19) // values, double_value
    for (let i = 0; i < 8; i++) temperatures.bytes[temperatures.length++] = double.getUint8(i)
  }
  const size = layerHead.length + features.length + values.length + temperatures.length + layerEnd.length
  begin.clear()
  begin.put(0x1a) // layer
  begin.varint(size)
  const out = memory(begin.length + size)
  out.set(begin.bytes.subarray(0, begin.length), 0)
  out.set(layerHead, begin.length)
  const at = begin.length + layerHead.length
  out.set(features, at)
  for (let f = 0; f < segments.length; f++) {
    const segment = segments[f]!
    if (temperatureAt[f]! > 0) putSlot(out, at + temperatureAt[f]!, places[hundredthsOf(surface.temperature[segment]!)]!)
    putSlot(out, at + stateAt[f]!, surface.state[segment]!)
  }
  out.set(values, at + features.length)
  out.set(temperatures.bytes.subarray(0, temperatures.length), at + features.length + values.length)
  out.set(layerEnd, at + features.length + values.length + temperatures.length)
  return out.subarray(0, begin.length + size)
}

/** Writes a number into a slot: a varint of fixed length, longer than need be, which protocol buffers allow. */
function putSlot(out: Uint8Array, at: number, value: number): void {
  out[at] = (value & 127) | 128
  out[at + 1] = ((value >> 7) & 127) | 128
  out[at + 2] = value >> 14
}

const begin = new ProtoWriter()
/** Name and keys. */
const layerHead = (() => {
  const writer = new ProtoWriter()
  writer.block(0x0a, Buffer.from('segments'))
  for (const { name } of tiledProperties) writer.block(0x1a, Buffer.from(name))
  return writer.bytes.slice(0, writer.length)
})()
const layerEnd = Buffer.from([0x28, tileExtent & 127 | 128, tileExtent >> 7, 0x78, 2]) // extent, version
