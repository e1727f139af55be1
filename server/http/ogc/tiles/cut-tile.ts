import { ProtoWriter, varintSize } from './proto-writer'
import type { TileSource } from './segment-tile'
import { tileBuffer, tileExtent, TileLine } from './tile-line'
import { tileBounds } from './tile-sets'

/** Bytes of a slot into which the number of a value is written later. */
export const slotBytes = 3

/** What of a tile stays as long as the network does and as the same segments have a temperature: their lines and texts, with slots for what is live. */
export interface TileCut {
  /** The segments in it, and whether each has a temperature. */
  segments: Uint32Array
  isKnown: Uint8Array
  /** The layer's features. */
  features: Uint8Array
  /** Where in them each feature's slots lie; 0: it has none. */
  temperatureAt: Uint32Array
  stateAt: Uint32Array
  /** The texts, the surface's states before all others. */
  values: Uint8Array
  valueCount: number
}

/** Used again by every tile: a tile is cut in one breath. */
const [features, body, values] = [new ProtoWriter(), new ProtoWriter(), new ProtoWriter()]
const line = new TileLine(body)

export function cutTile({ packed, xy, texts, textAt, codes, stateCodes }: TileSource, z: number, x: number, y: number, isKnown: (segment: number) => boolean): TileCut {
  const bounds = tileBounds(z, x, y, tileBuffer / tileExtent)
  const found = packed.index.search(...bounds)
  features.clear()
  values.clear()
  const places = new Map<number, number>()
  const putText = (text: number): number => {
    values.block(0x22, texts, textAt[text], textAt[text + 1])
    return valueCount++
  }
  const placeOf = (text: number): number => {
    const known = places.get(text)
    if (known !== undefined) return known
    const place = putText(text)
    places.set(text, place)
    return place
  }
  let valueCount = 0
  stateCodes.forEach(placeOf)
  const scale = 2 ** z * tileExtent
  const segments = new Uint32Array(found.length)
  const cut = { isKnown: new Uint8Array(found.length), temperatureAt: new Uint32Array(found.length), stateAt: new Uint32Array(found.length) }
  const tags = new Uint32Array(2 * codes.length + 2)
  let count = 0
  for (const segment of found) {
    const { boxes } = packed
    const at = 4 * segment
    const isInside = boxes[at]! >= bounds[0] && boxes[at + 1]! >= bounds[1] && boxes[at + 2]! <= bounds[2] && boxes[at + 3]! <= bounds[3]
    body.clear()
    line.begin()
    for (let p = packed.parts[segment]!; p < packed.parts[segment + 1]!; p++) line.line(xy, packed.starts[p]!, packed.starts[p + 1]!, scale, x * tileExtent, y * tileExtent, isInside)
    if (body.length === 0) continue
    let tagCount = 0
    tags[tagCount++] = 0
    tags[tagCount++] = putText(segment)
    for (let c = 0; c < codes.length; c++) {
      const text = codes[c]![segment]!
      if (text < 0) continue
      tags[tagCount++] = c + 1
      tags[tagCount++] = placeOf(text)
    }
    cut.isKnown[count] = isKnown(segment) ? 1 : 0
    writeFeature(segment, tags, tagCount, cut.isKnown[count] === 1, codes.length + 1)
    cut.stateAt[count] = stateSlot
    cut.temperatureAt[count] = temperatureSlot
    segments[count++] = segment
  }
  return {
    segments: segments.slice(0, count), isKnown: cut.isKnown.slice(0, count), temperatureAt: cut.temperatureAt.slice(0, count), stateAt: cut.stateAt.slice(0, count),
    features: features.bytes.slice(0, features.length), values: values.bytes.slice(0, values.length), valueCount,
  }
}

/** Where the feature last written has its slots. */
let [temperatureSlot, stateSlot] = [0, 0]

function writeFeature(segment: number, tags: Uint32Array, tagCount: number, isKnown: boolean, temperatureKey: number): void {
  // A key of the surface is one byte, its value a slot.
  let tagBytes = (isKnown ? 2 : 1) * (1 + slotBytes)
  for (let i = 0; i < tagCount; i++) tagBytes += varintSize(tags[i]!)
  const size = 1 + varintSize(segment) + 1 + varintSize(tagBytes) + tagBytes + 2 + 1 + varintSize(body.length) + body.length
  features.reserve(size + 6 + 5 * tagCount)
  features.put(0x12) // features
  features.varint(size)
  features.put(0x08) // id
  features.varint(segment)
  features.put(0x12) // tags
  features.varint(tagBytes)
  for (let i = 0; i < tagCount; i++) features.varint(tags[i]!)
  temperatureSlot = 0
  if (isKnown) {
    features.put(temperatureKey)
    temperatureSlot = features.length
    features.length += slotBytes
  }
  features.put(temperatureKey + 1)
  stateSlot = features.length
  features.length += slotBytes
  features.put(0x18, 2) // type: line
  features.block(0x22, body.bytes, 0, body.length) // geometry
}
