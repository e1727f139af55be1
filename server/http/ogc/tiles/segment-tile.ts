import { mercatorX, mercatorY } from '#domain/geo/web-mercator'
import type { PackedFeatures } from '../packed-features'
import type { SegmentRow } from '../segments-collection'
import { surfaceStateNames, type SurfaceView } from '../surface-view'
import { ProtoWriter, varintSize } from './proto-writer'
import { tileBounds } from './tile-sets'
import { tileBuffer, tileExtent, TileLine } from './tile-line'
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
  /** Of each text its place among the values of the tile that is being made, and in which tile (by their number) that was. */
  places: Int32Array
  placedIn: Int32Array
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
  return { packed, xy, texts: writer.bytes.slice(0, writer.length), textAt, codes, stateCodes, places: new Int32Array(texts.length), placedIn: new Int32Array(texts.length) }
}

/** Used again by every tile: a tile is made in one breath. */
const [features, body, values, begin] = [new ProtoWriter(), new ProtoWriter(), new ProtoWriter(), new ProtoWriter()]
let tilesMade = 0
const line = new TileLine(body)
const double = new DataView(new ArrayBuffer(8))
const tagRoom = 128

/** A Mapbox Vector Tile (2.1) of the segments with their surface; empty where there are none. */
export function segmentTile({ packed, xy, texts, textAt, codes, stateCodes, places, placedIn }: TileSource, surface: SurfaceView, z: number, x: number, y: number, memory: (bytes: number) => Buffer = Buffer.allocUnsafe): Buffer {
  const found = packed.index.collect(...tileBounds(z, x, y, tileBuffer / tileExtent))
  if (found.length === 0) return Buffer.alloc(0)
  features.clear()
  values.clear()
  let valueCount = 0
  const placeOfNumber = new Map<number, number>()
  const tile = ++tilesMade
  const textPlace = (text: number): number => {
    if (placedIn[text] !== tile) {
      placedIn[text] = tile
      places[text] = valueCount++
      values.block(0x22, texts, textAt[text], textAt[text + 1])
    }
    return places[text]!
  }
  const numberPlace = (hundredths: number): number => {
    let place = placeOfNumber.get(hundredths)
    if (place === undefined) {
      place = valueCount++
      placeOfNumber.set(hundredths, place)
      values.reserve(11)
      double.setFloat64(0, hundredths / 100, true)
      for (const byte of [0x22, 9, 0x19]) values.bytes[values.length++] = byte // values, double_value
      for (let i = 0; i < 8; i++) values.bytes[values.length++] = double.getUint8(i)
    }
    return place
  }
  const scale = 2 ** z * tileExtent
  const [offX, offY] = [x * tileExtent, y * tileExtent]
  const tags = new Uint32Array(2 * tiledProperties.length)
  const [temperatureKey, stateKey] = [codes.length + 1, codes.length + 2]
  const lonLat = tileBounds(z, x, y, tileBuffer / tileExtent)
  for (let f = 0; f < found.length; f++) {
    const segment = found[f]!
    const { boxes } = packed
    const at = 4 * segment
    const isInside = boxes[at]! >= lonLat[0] && boxes[at + 1]! >= lonLat[1] && boxes[at + 2]! <= lonLat[2] && boxes[at + 3]! <= lonLat[3]
    body.clear()
    line.begin()
    for (let p = packed.parts[segment]!; p < packed.parts[segment + 1]!; p++) line.line(xy, packed.starts[p]!, packed.starts[p + 1]!, scale, offX, offY, isInside)
    if (body.length === 0) continue
    let count = 0
    tags[count++] = 0
    tags[count++] = textPlace(segment)
    for (let c = 0; c < codes.length; c++) {
      const text = codes[c]![segment]!
      if (text < 0) continue
      tags[count++] = c + 1
      tags[count++] = textPlace(text)
    }
    const hundredths = Math.round(surface.temperature[segment]! * 100)
    if (hundredths === hundredths) {
      tags[count++] = temperatureKey
      tags[count++] = numberPlace(hundredths)
    }
    tags[count++] = stateKey
    tags[count++] = textPlace(stateCodes[surface.state[segment]!]!)
    writeFeature(segment, tags, count)
  }
  return layer(valueCount, memory)
}

function writeFeature(segment: number, tags: Uint32Array, count: number): void {
  let tagBytes = 0
  for (let i = 0; i < count; i++) tagBytes += varintSize(tags[i]!)
  const size = 1 + varintSize(segment) + 1 + varintSize(tagBytes) + tagBytes + 2 + 1 + varintSize(body.length) + body.length
  features.reserve(size + 6 + tagRoom)
  features.bytes[features.length++] = 0x12 // features
  features.varint(size)
  features.bytes[features.length++] = 0x08 // id
  features.varint(segment)
  features.bytes[features.length++] = 0x12 // tags
  features.varint(tagBytes)
  for (let i = 0; i < count; i++) features.varint(tags[i]!)
  features.bytes[features.length++] = 0x18 // type: line
  features.bytes[features.length++] = 2
  features.block(0x22, body.bytes, 0, body.length) // geometry
}

const layerName = Buffer.from('segments')
const layerEnd = Buffer.from([0x28, tileExtent & 127 | 128, tileExtent >> 7, 0x78, 2]) // extent, version

const head = (() => {
  const writer = new ProtoWriter()
  writer.block(0x0a, layerName)
  return writer.bytes.slice(0, writer.length)
})()
const keys = (() => {
  const writer = new ProtoWriter()
  for (const { name } of tiledProperties) writer.block(0x1a, Buffer.from(name))
  return writer.bytes.slice(0, writer.length)
})()

function layer(valueCount: number, memory: (bytes: number) => Buffer): Buffer {
  if (features.length === 0 || valueCount === 0) return Buffer.alloc(0)
  const size = head.length + features.length + keys.length + values.length + layerEnd.length
  begin.clear()
  begin.bytes[begin.length++] = 0x1a // layer
  begin.varint(size)
  const tile = memory(begin.length + size)
  let at = 0
  for (const part of [begin.bytes.subarray(0, begin.length), head, features.bytes.subarray(0, features.length), keys, values.bytes.subarray(0, values.length), layerEnd]) {
    tile.set(part, at)
    at += part.length
  }
  return tile.subarray(0, at)
}
