import { BoxIndex } from '#domain/geo/box-index'
import { boxOf, type Shape } from '#domain/geo/shape'
import type { Position } from '#domain/network/network'
import { ByteWriter } from './byte-writer'

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

/** Features packed between two chances to stop. */
const perStep = 250
/** Wall ms for which features are packed at a stretch, so that others who ask need not wait for a large city. */
const stretchMs = 6

/**
 * Packs features; once per network, so that an answer copies bytes and writes only what is live. Gives others a turn in between.
 * @param room bytes left free behind each
 */
export async function packGradually<Row>(type: GeometryType, rows: readonly Row[], featureOf: (row: Row) => FeatureRow, room: number): Promise<PackedFeatures> {
  const steps = packing(type, rows, featureOf, room)
  for (let beganMs = performance.now(); ;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() - beganMs < stretchMs) continue
    await new Promise<void>((resolve) => setImmediate(resolve))
    beganMs = performance.now()
  }
}

/** The same in one breath. */
export function packFeatures(type: GeometryType, rows: readonly FeatureRow[]): PackedFeatures {
  const steps = packing(type, rows, (row) => row, 0)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

function* packing<Row>(type: GeometryType, rows: readonly Row[], featureOf: (row: Row) => FeatureRow, room: number): Generator<void, PackedFeatures> {
  const count = rows.length
  const [coordinates, starts] = [[] as number[], [0]]
  const packed = { type, count, ids: [] as string[], numberOf: new Map<string, number>(), parts: new Uint32Array(count + 1), heads: new Uint32Array(count + 1), geometries: new Uint32Array(count), tails: new Uint32Array(count), ends: new Uint32Array(count) }
  const properties: string[] = []
  for (let i = 0; i < count; i++) {
    if (i % perStep === 0) yield
    const row = featureOf(rows[i]!)
    packed.ids.push(row.id)
    packed.numberOf.set(row.id, i)
    properties.push(row.properties)
    for (const line of row.parts ?? []) {
      for (const [lon, lat] of line) coordinates.push(lon, lat)
      starts.push(coordinates.length / 2)
    }
    packed.parts[i + 1] = starts.length - 1
  }
  const figures = { ...packed, xy: Float64Array.from(coordinates), starts: Uint32Array.from(starts), boxes: new Float64Array(4 * count), index: new BoxIndex(new Float64Array(0)), bytes: Buffer.alloc(0) }
  const out = new ByteWriter(Buffer.allocUnsafe(1024 * Math.max(1, count)))
  for (let i = 0; i < count; i++) {
    if (i % perStep === 0) yield
    figures.boxes.set(boxOf(shapeOfFeature(figures, i)), 4 * i)
    out.text(`{"type":"Feature","id":${JSON.stringify(packed.ids[i])}`)
    packed.geometries[i] = out.length
    out.ascii(`,"geometry":${geometryJson(figures, i, crs84)}`)
    packed.tails[i] = out.length
    out.text(`,"properties":{${properties[i]}`)
    packed.ends[i] = out.length
    out.skip(room)
    packed.heads[i + 1] = out.length
  }
  yield
  return { ...figures, index: new BoxIndex(figures.boxes), bytes: Buffer.from(out.finish()) }
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
