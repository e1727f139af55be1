import { lengthOf } from '#domain/geo/linear-reference'
import type { Position } from '#domain/network/network'
import { isObject } from './geojson-features'
import { polygonFault } from './polygon-fault'
import type { Refusal, RefusalReason } from './refusal'

const minLengthM = 1
const maxLengthM = 200_000

/** What a line may not be; thrown inside this file and handed out as a value. */
class Fault {
  constructor(readonly reason: RefusalReason, readonly detail: string) {}
}

/** Swapped axes: a latitude beyond 90 that would fit the other way round, or a place in the Arctic that is a Chinese city the other way round. */
const looksSwapped = (x: number, y: number): boolean =>
  (Math.abs(y) > 90 && Math.abs(y) <= 180 && Math.abs(x) <= 90) || (y >= 73 && y <= 90 && x >= 18 && x <= 54)

function positionOf(value: unknown): Position {
  if (!Array.isArray(value) || value.length < 2) throw new Fault('bad_coordinates', 'a position is not a pair of numbers')
  const [x, y] = value as unknown[]
  if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) throw new Fault('bad_coordinates', 'a coordinate is not a finite number')
  if (looksSwapped(x, y)) throw new Fault('axes_swapped', `${x}, ${y}`)
  if (Math.abs(x) > 180 || Math.abs(y) > 90) throw new Fault('out_of_range', `${x}, ${y}${Math.abs(x) > 1000 ? ' (metres of a projection?)' : ''}`)
  return [x, y]
}

function lineOf(coordinates: unknown): Position[] {
  if (!Array.isArray(coordinates) || coordinates.length < 2) throw new Fault('bad_coordinates', 'a line has fewer than two positions')
  const line = coordinates.map(positionOf).filter((point, i, all) => i === 0 || point[0] !== all[i - 1]![0] || point[1] !== all[i - 1]![1])
  if (line.some((point, i) => i > 0 && Math.abs(point[0] - line[i - 1]![0]) > 180)) throw new Fault('antimeridian', 'cut it in two at 180 degrees')
  const lengthM = lengthOf(line)
  if (!(lengthM >= minLengthM)) throw new Fault('too_short', `${lengthM.toFixed(2)} m`)
  if (lengthM > maxLengthM) throw new Fault('too_long', `${Math.round(lengthM / 1000)} km`)
  return line
}

/** First pair of finite numbers anywhere in the coordinates, for the report. */
function somePosition(coordinates: unknown, depth = 0): [number, number] | null {
  if (!Array.isArray(coordinates) || depth > 4) return null
  const [x, y] = coordinates as unknown[]
  if (Number.isFinite(x) && Number.isFinite(y)) return [x as number, y as number]
  return somePosition(coordinates[0], depth + 1)
}

interface LineParts { parts: Position[][]; repairs: string[] }
/** Deeper collections are refused; JSON may nest without end. */
const maxDepth = 8

/**
 * The lines of a geometry: repeated positions removed, heights and measures dropped; or why it has none. What was set right is said in `repairs`:
 * parts of a MultiLineString that are no line are left out while another one is; of a GeometryCollection the lines are taken and the rest is left out.
 */
export function lineParts(geometry: unknown, depth = 0): LineParts | { refusal: Refusal } {
  const coordinates = isObject(geometry) ? geometry['coordinates'] : null
  const refuse = (reason: RefusalReason, detail: string): { refusal: Refusal } => ({ refusal: { reason, detail, position: somePosition(coordinates) } })
  if (geometry === null || geometry === undefined) return refuse('no_geometry', 'geometry is null')
  if (!isObject(geometry)) return refuse('no_geometry', 'geometry is not an object')
  const { type } = geometry
  const shown = typeof type === 'string' ? type.slice(0, 60) : 'nothing'
  try {
    if (type === 'LineString') return { parts: [lineOf(coordinates)], repairs: [] }
    if (type === 'MultiLineString') {
      if (!Array.isArray(coordinates) || coordinates.length === 0) return refuse('bad_coordinates', 'a MultiLineString without lines')
      return multiParts(coordinates)
    }
    if (type === 'GeometryCollection') return depth >= maxDepth ? refuse('not_a_line', 'collections nested too deep') : collectionParts(geometry['geometries'], depth, refuse)
    if (type === 'Polygon' || type === 'MultiPolygon') return refuse('not_a_line', [shown, polygonFault(type === 'Polygon' ? [coordinates] : coordinates)].filter(Boolean).join(': '))
  } catch (error) {
    if (error instanceof Fault) return refuse(error.reason, error.detail)
    throw error
  }
  return refuse('not_a_line', /^(multi)?linestring$/i.test(shown) ? `"${shown}": capitals count` : shown)
}

function multiParts(coordinates: readonly unknown[]): LineParts {
  const [parts, repairs, faults]: [Position[][], string[], Fault[]] = [[], [], []]
  coordinates.forEach((part, i) => {
    try {
      parts.push(lineOf(part))
    } catch (error) {
      // Only what holds no road is left out; a part elsewhere or over the antimeridian says that the whole is doubtful.
      if (!(error instanceof Fault) || (error.reason !== 'too_short' && !(Array.isArray(part) && part.length < 2))) throw error
      faults.push(error)
      repairs.push(`part ${i + 1} of ${coordinates.length} was left out: ${error.detail}`)
    }
  })
  if (parts.length === 0) throw faults[0]!
  return { parts, repairs }
}

function collectionParts(members: unknown, depth: number, refuse: (reason: RefusalReason, detail: string) => { refusal: Refusal }): LineParts | { refusal: Refusal } {
  if (!Array.isArray(members) || members.length === 0) return refuse('no_geometry', 'an empty GeometryCollection')
  const [parts, repairs]: [Position[][], string[]] = [[], []]
  let first: Refusal | null = null
  members.forEach((member, i) => {
    const judged = lineParts(member, depth + 1)
    if ('refusal' in judged) {
      first ??= judged.refusal
      repairs.push(`member ${i + 1} of ${members.length} of the collection was left out: ${judged.refusal.detail}`)
    } else {
      parts.push(...judged.parts)
      repairs.push(...judged.repairs)
    }
  })
  return parts.length > 0 ? { parts, repairs } : { refusal: { ...first!, detail: `a GeometryCollection without a usable line: ${first!.detail}` } }
}
