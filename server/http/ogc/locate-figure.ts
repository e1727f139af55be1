import type { FigureLiteral } from '#domain/cql2/filter'
import { FilterFault } from '#domain/cql2/filter-fault'
import type { LocateFigure } from '#domain/cql2/filter-source'
import { shapeOf, type Shape } from '#domain/geo/shape'
import type { CoordinateSystem } from './coordinate-systems'

type Positions = number[][]
type LonLat = [number, number]

/** A straight edge in a projection is none in longitude and latitude: it is cut into pieces of this length at most, so that it strays by millimetres, m. */
const pieceM = 500
const mostPieces = 200

/** Brings the figures of a filter from a reference system into longitude and latitude. */
export function figureLocator(system: CoordinateSystem): LocateFigure {
  return (figure) => {
    if (figure.is === 'box') return locateBox(figure.bounds, system, (reason) => new FilterFault(figure.at, reason, 'a box that is none'))
    const { type, coordinates, at } = figure
    const place = placer(system, at)
    const line = (positions: Positions, least: number): LonLat[] => {
      if (positions.length < least) throw new FilterFault(at, `at least ${least} positions in each part`, String(positions.length))
      return edges(positions, system).map(place)
    }
    const ring = (positions: Positions): LonLat[] => {
      const [first, last] = [positions[0], positions.at(-1)]
      if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) throw new FilterFault(at, 'a ring that ends where it begins', 'an open one')
      return line(positions, 4)
    }
    return shapeOfFigure(type, coordinates, place, line, ring)
  }
}

function shapeOfFigure(type: FigureLiteral['type'], coordinates: unknown, place: (position: number[]) => LonLat, line: (positions: Positions, least: number) => LonLat[], ring: (positions: Positions) => LonLat[]): Shape {
  switch (type) {
    case 'Point': return shapeOf('point', [[place(coordinates as number[])]])
    case 'MultiPoint': return shapeOf('point', [(coordinates as Positions).map(place)])
    case 'LineString': return shapeOf('line', [line(coordinates as Positions, 2)])
    case 'MultiLineString': return shapeOf('line', (coordinates as Positions[]).map((part) => line(part, 2)))
    case 'Polygon': return shapeOf('area', (coordinates as Positions[]).map(ring))
    case 'MultiPolygon': return shapeOf('area', (coordinates as Positions[][]).flat().map(ring))
  }
}

/** Judges a position by the axes it should have. */
function placer({ toLonLat, axes }: CoordinateSystem, at: number): (position: number[]) => LonLat {
  const expected = `positions as ${axes.join(', ')}`
  return ([first = Number.NaN, second = Number.NaN]) => {
    let lonLat: readonly [number, number]
    try {
      lonLat = toLonLat(first, second)
    } catch {
      throw new FilterFault(at, expected, `${first} ${second}`)
    }
    if (!(Math.abs(lonLat[0]) <= 180 && Math.abs(lonLat[1]) <= 90)) throw new FilterFault(at, `${expected} in degrees`, `${first} ${second}`)
    return [lonLat[0], lonLat[1]]
  }
}

function edges(positions: Positions, { isGeographic }: CoordinateSystem): Positions {
  if (isGeographic) return positions
  return positions.flatMap((to, i) => {
    const from = positions[i - 1]
    if (!from) return [to]
    const pieces = Math.min(mostPieces, Math.max(1, Math.ceil(Math.hypot(to[0]! - from[0]!, to[1]! - from[1]!) / pieceM)))
    return Array.from({ length: pieces }, (_, k) => [from[0]! + ((to[0]! - from[0]!) * (k + 1)) / pieces, from[1]! + ((to[1]! - from[1]!) * (k + 1)) / pieces])
  })
}

/** A box of 4 or 6 numbers (heights are not looked at) in a system's axis order. @param fault makes the error of what should have been there */
export function locateBox(bounds: readonly number[], system: CoordinateSystem, fault: (expected: string) => Error): Shape {
  const [a0 = 0, b0 = 0] = bounds
  const [a1, b1] = (bounds.length === 6 ? bounds.slice(3, 5) : bounds.slice(2, 4)) as LonLat
  const expected = `${system.axes.join(', ')} of the lower corner, then of the upper`
  const isEastward = system.axes[0] === 'longitude' ? a0 <= a1 : b0 <= b1
  const isCrossing = system.isGeographic && !isEastward
  if (system.axes[0] === 'longitude' ? b0 > b1 : a0 > a1) throw fault(`${expected}: the first ${system.axes[0] === 'longitude' ? 'latitude' : system.axes[0]} is above the second`)
  if (!system.isGeographic && b0 > b1) throw fault(`${expected}: the first ${system.axes[1]} is above the second`)
  if (bounds.length === 6 && bounds[2]! > bounds[5]!) throw fault(`${expected}: the first height is above the second`)
  const place = placerOf(system, (position) => fault(`${expected}: ${position} is none`))
  // What crosses the 180th meridian is two boxes.
  const rings = isCrossing ? crossing(a0, b0, a1, b1, system) : [[[a0, b0], [a0, b1], [a1, b1], [a1, b0], [a0, b0]]]
  return shapeOf('area', rings.map((ring) => edges(ring, system).map(place)))
}

function crossing(a0: number, b0: number, a1: number, b1: number, { axes }: CoordinateSystem): Positions[] {
  const box = (west: number, south: number, east: number, north: number): Positions =>
    [[west, south], [east, south], [east, north], [west, north], [west, south]].map(([lon, lat]) => (axes[0] === 'longitude' ? [lon!, lat!] : [lat!, lon!]))
  const [west, south, east, north] = axes[0] === 'longitude' ? [a0, b0, a1, b1] : [b0, a0, b1, a1]
  return [box(west, south, 180, north), box(-180, south, east, north)]
}

function placerOf({ toLonLat }: CoordinateSystem, fault: (position: string) => Error): (position: number[]) => LonLat {
  return ([first = Number.NaN, second = Number.NaN]) => {
    try {
      const [lon, lat] = toLonLat(first, second)
      if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) return [lon, lat]
    } catch { /* told below */ }
    throw fault(`${first}, ${second}`)
  }
}
