import { edgesMeet } from './edges-meet'
import type { LonLat } from './geodesic'
import { localPlane, type PlanePoint } from './local-plane'

/** Everything that lies within a distance of a figure. */
export interface Buffer {
  /** [west, south, east, north], degrees. */
  box: [number, number, number, number]
  /** Its border in pieces, holes included. */
  outline: [lon: number, lat: number][][]
  /** Whether a line has any part in it, border included. */
  meets(axis: readonly LonLat[]): boolean
}

type Edge = readonly [from: PlanePoint, to: PlanePoint]
/** A quarter of a circle is drawn in so many chords. */
const chordsPerQuarter = 16
/** Where two borders cross is found to this, m. */
const crossingM = 0.01
/** What is nearer than this to the border is on it, m. */
const onBorderM = 0.001

const edgesOf = (points: readonly PlanePoint[]): Edge[] => (points.length === 1 ? [[points[0]!, points[0]!]] : points.slice(1).map((to, i) => [points[i]!, to] as const))

function fromEdge([x, y]: PlanePoint, [[ax, ay], [bx, by]]: Edge): number {
  const [dx, dy] = [bx - ax, by - ay]
  const squared = dx * dx + dy * dy
  const part = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared))
  return Math.hypot(ax + part * dx - x, ay + part * dy - y)
}
const between = (one: Edge, other: Edge): number => (edgesMeet(...one[0], ...one[1], ...other[0], ...other[1]) ? 0 : Math.min(fromEdge(one[0], other), fromEdge(one[1], other), fromEdge(other[0], one), fromEdge(other[1], one)))

/** Parts of a border that no other edge's buffer covers; each end is where it runs into one. */
function bareParts(border: (part: number) => PlanePoint, pieces: number, isBare: (point: PlanePoint) => boolean, lengthM: number): PlanePoint[][] {
  const parts: PlanePoint[][] = []
  let open: PlanePoint[] | null = null
  let [wasAt, wasBare] = [0, isBare(border(0))]
  if (wasBare) parts.push((open = [border(0)]))
  const crossing = (from: number, to: number, bareAtEnd: boolean): number => {
    for (let [a, b] = [from, to]; ;) {
      const middle = (a + b) / 2
      if ((b - a) * lengthM < crossingM) return middle
      if (isBare(border(middle)) === bareAtEnd) b = middle
      else a = middle
    }
  }
  for (let i = 1; i <= pieces; i++) {
    const at = i / pieces
    const bare = isBare(border(at))
    if (bare !== wasBare) {
      const end = border(crossing(wasAt, at, bare))
      if (bare) parts.push((open = [end]))
      else open!.push(end)
    }
    if (bare) open!.push(border(at))
    ;[wasAt, wasBare] = [at, bare]
  }
  return parts.filter((part) => part.length > 1)
}

/**
 * The buffer of `radiusM` metres around a place (one position) or a line, on the CGCS2000 ellipsoid: within 0.0001 % of the radius for a figure of 10 km, edges being
 * straight in a plane that lies true in its middle (`localPlane`). @throws RangeError without a position or a positive radius, or for a figure over 12 degrees wide
 */
export function bufferAround(line: readonly LonLat[], radiusM: number): Buffer {
  if (line.length === 0 || !(radiusM > 0)) throw new RangeError('buffer: a position and a positive radius are wanted')
  const [lons, lats] = [line.map(([lon]) => lon), line.map(([, lat]) => lat)]
  const plane = localPlane([(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2])
  const edges = edgesOf(line.map((position) => plane.toPlane(position)))
  const isBare = (point: PlanePoint): boolean => edges.every((edge) => fromEdge(point, edge) > radiusM - onBorderM)
  const borders = edges.flatMap(([[ax, ay], [bx, by]]): { border: (part: number) => PlanePoint; pieces: number; lengthM: number }[] => {
    const edgeM = Math.hypot(bx - ax, by - ay)
    const heading = Math.atan2(by - ay, bx - ax)
    const arc = (x: number, y: number, fromRad: number) => ({ border: (part: number): PlanePoint => [x + radiusM * Math.cos(fromRad + part * Math.PI), y + radiusM * Math.sin(fromRad + part * Math.PI)], pieces: 2 * chordsPerQuarter, lengthM: Math.PI * radiusM })
    const beside = (sign: 1 | -1) => ({
      border: (part: number): PlanePoint => [ax + part * (bx - ax) - sign * radiusM * Math.sin(heading), ay + part * (by - ay) + sign * radiusM * Math.cos(heading)],
      // Fine enough that no other edge's buffer slips between two looks.
      pieces: Math.min(400, Math.max(1, Math.ceil(edgeM / (radiusM / 4)))), lengthM: edgeM,
    })
    const ends = [arc(bx, by, heading - Math.PI / 2), arc(ax, ay, heading + Math.PI / 2)]
    return edgeM === 0 ? ends : [...ends, beside(1), beside(-1)]
  })
  const outline = borders.flatMap(({ border, pieces, lengthM }) => bareParts(border, pieces, isBare, lengthM)).map((part) => part.map((point) => plane.toPosition(point)))
  // The border's own extremes lie between chords: a little more than the drawn points.
  const xs = edges.flat().map(([x]) => x)
  const ys = edges.flat().map(([, y]) => y)
  const reach = radiusM * 1.001 + 1
  const corners = ([[Math.min(...xs) - reach, Math.min(...ys) - reach], [Math.max(...xs) + reach, Math.min(...ys) - reach], [Math.max(...xs) + reach, Math.max(...ys) + reach], [Math.min(...xs) - reach, Math.max(...ys) + reach]] as const).map((corner) => plane.toPosition(corner))
  const [west, south, east, north] = [Math.min(...corners.map(([lon]) => lon)), Math.min(...corners.map(([, lat]) => lat)), Math.max(...corners.map(([lon]) => lon)), Math.max(...corners.map(([, lat]) => lat))]
  const isNear = (a: LonLat, b: LonLat): boolean => Math.max(a[0], b[0]) >= west && Math.min(a[0], b[0]) <= east && Math.max(a[1], b[1]) >= south && Math.min(a[1], b[1]) <= north
  return {
    box: [west, south, east, north], outline,
    meets: (axis) => axis.some((to, i) => {
      if (i === 0 || !isNear(axis[i - 1]!, to)) return false
      const own: Edge = [plane.toPlane(axis[i - 1]!), plane.toPlane(to)]
      return edges.some((edge) => between(own, edge) <= radiusM)
    }),
  }
}
