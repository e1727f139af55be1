import { BoxIndex } from '#domain/geo/box-index'
import { boxOf, type Shape } from '#domain/geo/shape'
import type { Position } from '#domain/network/network'

export type GeometryType = 'Point' | 'LineString' | 'MultiLineString' | 'Polygon'
const shapeKinds = { Point: 'point', LineString: 'line', MultiLineString: 'line', Polygon: 'area' } as const

/** A feature as it goes into the pack: its geometry as points, lines or rings (null: it has none) and its fixed properties as JSON without braces. */
export interface FeatureRow { id: string; parts: readonly (readonly Position[])[] | null; properties: string }

/**
 * Features of one type of geometry, packed once per network: coordinates, a box index, and the bytes of everything that does not change.
 * Of feature i, `bytes` hold at heads[i] its beginning, at geometries[i] its CRS84 geometry, at tails[i] its fixed properties (both from their comma
 * on, the properties left open), up to ends[i]; then room for what is live, up to heads[i + 1].
 */
export interface PackedFeatures {
  type: GeometryType
  count: number
  ids: readonly string[]
  numberOf: ReadonlyMap<string, number>
  xy: Float64Array
  starts: Uint32Array
  /** First part of each feature, and the end. */
  parts: Uint32Array
  /** [west, south, east, north] of each, NaN without geometry. */
  boxes: Float64Array
  index: BoxIndex
  bytes: Buffer
  heads: Uint32Array
  geometries: Uint32Array
  tails: Uint32Array
  ends: Uint32Array
}

/** Degrees to 7 places: 1 cm. */
const degrees = (value: number): number => Math.round(value * 1e7) / 1e7
const crs84 = (x: number, y: number): string => `[${degrees(x)},${degrees(y)}]`

/** A feature's geometry as JSON, each position written by `write`. */
export function geometryJson(packed: PackedFeatures, feature: number, write: (x: number, y: number) => string): string {
  const { xy, starts, parts } = packed
  const [from, to] = [parts[feature]!, parts[feature + 1]!]
  if (from === to) return 'null'
  if (packed.type === 'Point') return `{"type":"Point","coordinates":${write(xy[2 * starts[from]!]!, xy[2 * starts[from]! + 1]!)}}`
  let lines = ''
  for (let p = from; p < to; p++) {
    let line = ''
    for (let k = starts[p]!; k < starts[p + 1]!; k++) line += `${line === '' ? '' : ','}${write(xy[2 * k]!, xy[2 * k + 1]!)}`
    lines += `${p === from ? '' : ','}[${line}]`
  }
  return `{"type":"${packed.type}","coordinates":${packed.type === 'LineString' ? lines : `[${lines}]`}}`
}

/**
 * Packs features; once per network, so that an answer copies bytes and writes only what is live.
 * @param room bytes left free behind each
 */
export function packFeatures(type: GeometryType, rows: readonly FeatureRow[], room = 0): PackedFeatures {
  const parts = new Uint32Array(rows.length + 1)
  rows.forEach((row, i) => { parts[i + 1] = parts[i]! + (row.parts?.length ?? 0) })
  const starts = new Uint32Array(parts[rows.length]! + 1)
  let part = 0
  for (const row of rows) for (const line of row.parts ?? []) starts[++part] = starts[part - 1]! + line.length
  const xy = new Float64Array(2 * starts[part]!)
  let at = 0
  for (const row of rows) for (const line of row.parts ?? []) for (const [lon, lat] of line) {
    xy[at++] = lon
    xy[at++] = lat
  }
  const packed: PackedFeatures = {
    type, count: rows.length, ids: rows.map(({ id }) => id), numberOf: new Map(rows.map(({ id }, i) => [id, i])), xy, starts, parts,
    boxes: new Float64Array(4 * rows.length), index: new BoxIndex(new Float64Array(0)), bytes: Buffer.alloc(0), heads: new Uint32Array(rows.length + 1), geometries: new Uint32Array(rows.length), tails: new Uint32Array(rows.length), ends: new Uint32Array(rows.length),
  }
  for (let i = 0; i < rows.length; i++) packed.boxes.set(boxOf(shapeOfFeature(packed, i)), 4 * i)
  packed.index = new BoxIndex(packed.boxes)
  const free = Buffer.alloc(room)
  packed.bytes = Buffer.concat(rows.flatMap(({ id, properties }, i) => {
    const head = Buffer.from(`{"type":"Feature","id":${JSON.stringify(id)}`)
    const geometry = Buffer.from(`,"geometry":${geometryJson(packed, i, crs84)}`)
    const tail = Buffer.from(`,"properties":{${properties}`)
    packed.geometries[i] = packed.heads[i]! + head.length
    packed.tails[i] = packed.geometries[i]! + geometry.length
    packed.ends[i] = packed.tails[i]! + tail.length
    packed.heads[i + 1] = packed.ends[i]! + room
    return room > 0 ? [head, geometry, tail, free] : [head, geometry, tail]
  }))
  return packed
}

/** A feature's figure, on the packed coordinates. */
export const shapeOfFeature = (packed: PackedFeatures, feature: number): Shape =>
  ({ kind: shapeKinds[packed.type], xy: packed.xy, starts: packed.starts, from: packed.parts[feature]!, to: packed.parts[feature + 1]! })

/** The same without a new object for each: the figure is good until the next call. Null where a feature has no geometry. */
export function shapeCursor(packed: PackedFeatures): (feature: number) => Shape | null {
  const shape = { kind: shapeKinds[packed.type], xy: packed.xy, starts: packed.starts, from: 0, to: 0 } satisfies Shape
  return (feature) => {
    shape.from = packed.parts[feature]!
    shape.to = packed.parts[feature + 1]!
    return shape.from === shape.to ? null : shape
  }
}
