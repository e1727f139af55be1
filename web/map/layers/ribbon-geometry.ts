import { commonPerMetre, toCommon } from './mercator'
import { type Direction, mitreOf, partnersOf, type StripEnd } from './ribbon-joints'
import { RibbonWriter } from './ribbon-writer'

/** What the geometry needs of a segment. */
export interface RibbonSegment {
  /** lon, lat in degrees. */
  axis: readonly (readonly [lon: number, lat: number])[]
  widthM: number
  /** Measure of the first point along its road, m: patterns run on from segment to segment. */
  fromM: number
  /** Drawn later and wider: a segment with a hydronic loop under it. */
  heated: boolean
  /** Runways end square; roads end round. */
  squareEnds: boolean
}

/** A run of indices whose pieces lie in one grid cell. Box in common units relative to the centre. */
export interface RibbonRun { firstIndex: number; indexCount: number; heated: boolean; box: [minX: number, minY: number, maxX: number, maxY: number] }

export interface RibbonGeometry {
  /** Common-space point that positions are relative to, double precision. */
  centre: [x: number, y: number]
  /** Common units per metre at the centre's latitude. */
  commonPerMetre: number
  /** `vertexStride` bytes each; layout in ribbon-writer.ts. */
  vertices: ArrayBuffer
  vertexCount: number
  indices: Uint32Array
  runs: RibbonRun[]
  /** Per segment (network order): its indices are contiguous. */
  firstIndex: Uint32Array
  indexCount: Uint32Array
  /** Per segment: measures of its two ends as the vertices carry them, m. */
  fromM: Float32Array
  toM: Float32Array
}

export const mitreLimit = 1.4
/** Cells of the culling grid are about this many metres wide. */
const cellM = 2000

interface Strip { segment: number; points: [number, number][]; dirs: Direction[]; lengths: number[]; scale: number[] }

/** Projects an axis, drops repeated points. Null when nothing of length is left. */
function stripOf(segment: RibbonSegment, index: number, centre: [number, number], metre: number): Strip | null {
  const points: [number, number][] = []
  const scale: number[] = []
  for (const [lon, lat] of segment.axis) {
    const [x, y] = toCommon(lon, lat)
    const last = points.at(-1)
    if (last && Math.hypot(x - centre[0] - last[0], y - centre[1] - last[1]) < 1e-9) continue
    points.push([x - centre[0], y - centre[1]])
    scale.push(commonPerMetre(lat) / metre)
  }
  if (points.length < 2) return null
  const dirs: Direction[] = []
  const lengths: number[] = []
  for (let i = 0; i + 1 < points.length; i++) {
    const dx = points[i + 1]![0] - points[i]![0]
    const dy = points[i + 1]![1] - points[i]![1]
    const length = Math.hypot(dx, dy)
    dirs.push([dx / length, dy / length])
    lengths.push(length / (metre * (scale[i]! + scale[i + 1]!) / 2))
  }
  return { segment: index, points, dirs, lengths, scale }
}

const normalOf = (dir: Direction): Direction => [-dir[1], dir[0]]
/** About 0.1 m: ends written with fewer digits than they were cut with still meet. */
const keyOf = (at: readonly [number, number]): string => `${at[0].toFixed(6)},${at[1].toFixed(6)}`

/**
 * Turns segment axes into one indexed triangle mesh at true pavement width: mitred joints, round closings at sharp bends and dead ends.
 * Pure; throws RangeError on a position that is not finite. Segments without length get no triangles.
 */
export function buildRibbonGeometry(segments: readonly RibbonSegment[]): RibbonGeometry {
  const { centre, centreLat } = centreOf(segments)
  const metre = commonPerMetre(centreLat)
  const strips: Strip[] = []
  segments.forEach((segment, i) => {
    const strip = stripOf(segment, i, centre, metre)
    if (strip) strips.push(strip)
  })
  const ends: StripEnd[] = strips.flatMap((strip) => {
    const { axis } = segments[strip.segment]!
    const first = strip.dirs[0]!
    return [{ key: keyOf(axis[0]!), outward: [-first[0], -first[1]] as Direction }, { key: keyOf(axis.at(-1)!), outward: strip.dirs.at(-1)! }]
  })
  const partners = partnersOf(ends)
  const cell = cellM * metre
  const cellOf = (strip: Strip): [number, number] => {
    const middle = strip.points[strip.points.length >> 1]!
    return [Math.floor(middle[0] / cell), Math.floor(middle[1] / cell)]
  }
  const sorted = strips
    .map((strip, place) => ({ strip, place, heated: segments[strip.segment]!.heated, cell: cellOf(strip) }))
    .sort((a, b) => Number(a.heated) - Number(b.heated) || a.cell[1] - b.cell[1] || a.cell[0] - b.cell[0] || a.place - b.place)

  const writer = new RibbonWriter(strips.reduce((sum, strip) => sum + strip.dirs.length, 0))
  const result = { firstIndex: new Uint32Array(segments.length), indexCount: new Uint32Array(segments.length), fromM: new Float32Array(segments.length), toM: new Float32Array(segments.length) }
  const runs: RibbonRun[] = []
  let runKey = ''
  for (const { strip, place, heated, cell } of sorted) {
    const segment = segments[strip.segment]!
    const key = `${heated} ${cell}`
    const start = writer.indexCount
    if (key !== runKey) runs.push({ firstIndex: start, indexCount: 0, heated, box: [Infinity, Infinity, -Infinity, -Infinity] })
    runKey = key
    result.firstIndex[strip.segment] = start
    result.fromM[strip.segment] = segment.fromM
    result.toM[strip.segment] = writeStrip(writer, strip, segment, closing(ends, partners, place * 2, true), closing(ends, partners, place * 2 + 1, false))
    result.indexCount[strip.segment] = writer.indexCount - start
    const run = runs.at(-1)!
    run.indexCount += writer.indexCount - start
    grow(run.box, strip, segment.widthM * metre)
  }
  return { centre, commonPerMetre: metre, ...writer.finish(), runs, ...result }
}

function centreOf(segments: readonly RibbonSegment[]): { centre: [number, number]; centreLat: number } {
  let west = Infinity, east = -Infinity, south = Infinity, north = -Infinity
  for (const { axis } of segments) for (const [lon, lat] of axis) {
    west = Math.min(west, lon); east = Math.max(east, lon); south = Math.min(south, lat); north = Math.max(north, lat)
  }
  if (!(west <= east)) return { centre: [256, 256], centreLat: 0 }
  return { centre: toCommon((west + east) / 2, (south + north) / 2), centreLat: (south + north) / 2 }
}

/** How a strip ends: the joint's vector, shared with the neighbour so that no crack opens, or null for an end of its own. */
function closing(ends: readonly StripEnd[], partners: Int32Array, end: number, isStart: boolean): { mitre: Direction | null; dead: boolean } {
  const partner = partners[end]!
  if (partner < 0) return { mitre: null, dead: true }
  const own = ends[end]!.outward
  const other = ends[partner]!.outward
  // Travel through the joint in the sense of the lower end index, so that both strips compute the very same numbers.
  const lower = end < partner
  const incoming: Direction = lower ? own : other
  const leaving: Direction = lower ? [-other[0], -other[1]] : [-own[0], -own[1]]
  const mitre = mitreOf(normalOf(incoming), normalOf(leaving), mitreLimit)
  if (!mitre) return { mitre: null, dead: false }
  // The vector is "left of travel"; turn it when this strip travels the other way.
  const travels = lower ? !isStart : isStart
  return { mitre: travels ? mitre : [-mitre[0], -mitre[1]], dead: false }
}

/** Writes one strip; gives the measure of its end, m. */
function writeStrip(writer: RibbonWriter, strip: Strip, segment: RibbonSegment, start: ReturnType<typeof closing>, end: ReturnType<typeof closing>): number {
  const last = strip.dirs.length - 1
  let alongM = segment.fromM
  for (let i = 0; i <= last; i++) {
    const dir = strip.dirs[i]!
    const normal = normalOf(dir)
    const before = i === 0 ? start.mitre : mitreOf(normalOf(strip.dirs[i - 1]!), normal, mitreLimit)
    const after = i === last ? end.mitre : mitreOf(normal, normalOf(strip.dirs[i + 1]!), mitreLimit)
    const nextM = alongM + strip.lengths[i]!
    const common = { segment: strip.segment, heated: segment.heated }
    const from = { at: strip.points[i]!, alongM, halfWidthM: segment.widthM / 2 * strip.scale[i]! }
    const to = { at: strip.points[i + 1]!, alongM: nextM, halfWidthM: segment.widthM / 2 * strip.scale[i + 1]! }
    writer.piece(common, from, before ?? normal, to, after ?? normal)
    const square = segment.squareEnds
    if (!before && !(square && i === 0 && start.dead)) writer.cap(common, from, normal, [-dir[0], -dir[1]])
    if (!after && !(square && i === last && end.dead)) writer.cap(common, to, normal, dir)
    alongM = nextM
  }
  return alongM
}

function grow(box: RibbonRun['box'], strip: Strip, margin: number): void {
  for (const [x, y] of strip.points) {
    box[0] = Math.min(box[0], x - margin); box[1] = Math.min(box[1], y - margin)
    box[2] = Math.max(box[2], x + margin); box[3] = Math.max(box[3], y + margin)
  }
}
