import { distanceToLine } from '#domain/geo/distance-to-line'
import { geodesicInverse } from '#domain/geo/geodesic'
import { positionAt } from '#domain/geo/linear-reference'
import { matchPosition } from '#domain/network/match-position'
import type { Position, Segment } from '#domain/network/network'
import type { PlantStation } from '#domain/network/plant-file'
import { plantWords, type PlantProblem } from '#domain/network/plant-problem'
import { mostStationDistanceM } from '#domain/network/resolve-plant'
import { SegmentGrid } from '#domain/network/segment-grid'
import { SegmentIndex } from '#domain/network/segment-index'
import { isPavementPoint, namePoints } from '#domain/network/station-sensors'
import { surveyFields } from '#domain/network/survey-field'
import type { Refusal } from './refusal'
import type { StationRow } from './station-row'

/** A station where it would stand: as the plant file says it, and what a map and a report want to know. */
export interface PlacedStation { line: number; station: PlantStation; position: Position; segmentId: string | null; /** From the axis, m; null off the road. */ distanceM: number | null }

/** A mast stands beside its road: taken as the standard deviation of where it is measured, m. */
const besideM = 5
const lookedAroundM = 500

/** Finds where rows of a table lie on a network: by stake, by the segment they name, or by the road that is clearly the nearest. */
export class StationPlacer {
  readonly #index: SegmentIndex
  readonly #grid: SegmentGrid
  readonly #byRoute = new Map<string, SegmentGrid>()

  constructor(readonly segments: readonly Segment[]) {
    this.#index = new SegmentIndex(segments)
    this.#grid = new SegmentGrid(segments)
  }

  place(row: StationRow): PlacedStation | Refusal {
    const refuse = (reason: Refusal['reason'], detail: string): Refusal => ({ reason, detail, position: row.position })
    const { id, name, position, route, stake, points, survey } = row
    const station = { id, name, ...namePoints(id, points), ...(survey ? { survey: surveyFields(survey) } : {}) }
    const at = (where: Position, segment: Segment | null): PlacedStation => ({
      line: row.line, station: { ...station, place: { position: where, segment_id: segment?.id ?? null } }, position: where, segmentId: segment?.id ?? null,
      distanceM: segment ? Math.round(distanceToLine(where, segment.axis) * 100) / 100 : null,
    })
    if (stake !== null && route !== null) {
      const found = this.#index.at({ route, stake })
      if ('problem' in found) return refuse('not_on_network', wordsOf(found.problem))
      const { segment, alongM } = found.found
      const there = positionAt(segment.axis, alongM)
      if (row.segmentId !== null && !this.#index.named(row.segmentId).includes(segment)) return refuse('place_conflict', `the stake ${stake} lies on the segment "${segment.id}", not on "${row.segmentId}"`)
      if (position === null) return { line: row.line, station: { ...station, place: { route, stake } }, position: there, segmentId: segment.id, distanceM: 0 }
      const apartM = geodesicInverse(position, there).distanceM
      return apartM > mostStationDistanceM ? refuse('place_conflict', `the coordinates lie ${metres(apartM)} from the stake ${stake} of "${route}"`) : at(position, segment)
    }
    const where = position!
    if (row.segmentId !== null) {
      const parts = this.#index.named(row.segmentId)
      if (parts.length === 0) return refuse('not_on_network', wordsOf({ code: 'segment_unknown', params: { id: row.segmentId } }))
      const nearest = parts.reduce((best, part) => (distanceToLine(where, part.axis) < distanceToLine(where, best.axis) ? part : best))
      const distanceM = distanceToLine(where, nearest.axis)
      return distanceM > mostStationDistanceM ? refuse('off_the_road', `it lies ${metres(distanceM)} from the segment "${nearest.id}"`) : at(where, nearest)
    }
    const grid = route === null ? this.#grid : this.#ofRoute(route)
    if (!grid) return refuse('not_on_network', wordsOf({ code: 'route_unknown', params: { route: route! } }))
    const match = matchPosition(grid, { position: where, headingDeg: null, sigmaM: besideM, previousSegmentId: null })
    if (match.matched) return at(where, this.#index.named(match.segmentId)[0]!)
    const near = grid.near(where, lookedAroundM).map((segment) => ({ segment, distanceM: distanceToLine(where, segment.axis) })).sort((a, b) => a.distanceM - b.distanceM)
    const [first] = near
    if (match.reason === 'ambiguous') return refuse('ambiguous_road', `${near.slice(0, 3).map(({ segment, distanceM }) => `"${segment.id}" (${metres(distanceM)})`).join(', ')}: name its segment_id, or its route and stake`)
    // A mast that measures the air alone needs no road.
    if (route === null && !points.some(isPavementPoint)) return at(where, null)
    return refuse('off_the_road', first && first.distanceM <= lookedAroundM ? `the nearest is "${first.segment.id}", ${metres(first.distanceM)} away` : `none within ${lookedAroundM} m`)
  }

  #ofRoute(route: string): SegmentGrid | null {
    const known = this.#byRoute.get(route)
    if (known) return known
    const own = this.segments.filter((segment) => segment.route === route)
    if (own.length === 0) return null
    const grid = new SegmentGrid(own)
    this.#byRoute.set(route, grid)
    return grid
  }
}

const metres = (value: number): string => (value >= 10_000 ? `${Math.round(value / 1000)} km` : `${value >= 10 ? Math.round(value) : value.toFixed(1)} m`)
const wordsOf = (problem: Omit<PlantProblem, 'path'>): string => plantWords({ path: '', ...problem }).en.reason
