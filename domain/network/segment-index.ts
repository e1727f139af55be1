import { lineInRing } from '../geo/line-in-ring'
import { parseStake, writeStake } from '../geo/stake'
import type { Segment } from './network'
import type { PlantPlace } from './plant-file'
import type { PlantProblem } from './plant-problem'

/** Some metres of one segment, from its own start. */
export interface Span { segment: Segment; fromM: number; toM: number }

/** Borders nearer than this (m) are the same: cutting there would make a segment of no use. */
export const sameBorderM = 1

type Found<T> = { found: T } | { problem: Omit<PlantProblem, 'path'> }

/** A segment's parts are called by what they were cut from: `<id>~1`, `<id>~1~2`. */
export const partOf = (id: string, part: number): string => `${id}~${part}`

/** What a part was cut from, the nearest first. */
function wholesOf(id: string): string[] {
  const cut = /^(.*)~\d+$/s.exec(id)
  return cut ? [cut[1]!, ...wholesOf(cut[1]!)] : []
}

/** Finds segments by the words of a plant file. */
export class SegmentIndex {
  private readonly byId = new Map<string, Segment>()
  private readonly parts = new Map<string, Segment[]>()
  private readonly byRoute = new Map<string, Segment[]>()

  constructor(private readonly segments: readonly Segment[]) {
    const push = (map: Map<string, Segment[]>, key: string, segment: Segment): void => {
      const list = map.get(key)
      if (list) list.push(segment)
      else map.set(key, [segment])
    }
    for (const segment of segments) {
      this.byId.set(segment.id, segment)
      for (const whole of wholesOf(segment.id)) push(this.parts, whole, segment)
      if (segment.route !== null) push(this.byRoute, segment.route, segment)
    }
    for (const list of this.byRoute.values()) list.sort((a, b) => a.fromM - b.fromM)
  }

  /** The segment, or all parts of one that was cut; empty when there is none. */
  named(id: string): Segment[] {
    const one = this.byId.get(id)
    return one ? [one] : (this.parts.get(id) ?? [])
  }

  /** @returns the metres of a place; `problem.code` says why there are none */
  spans(place: PlantPlace): Found<Span[]> {
    if ('segment_id' in place) {
      const named = this.named(place.segment_id)
      return named.length > 0 ? { found: named.map(whole) } : { problem: { code: 'segment_unknown', params: { id: place.segment_id } } }
    }
    if ('polygon' in place) {
      const [west, south, east, north] = boundsOf(place.polygon)
      const found = this.segments.filter(({ axis }) => axis.some(([lon]) => lon >= west) && axis.some(([lon]) => lon <= east) && axis.some(([, lat]) => lat >= south) && axis.some(([, lat]) => lat <= north))
        .flatMap((segment) => lineInRing(segment.axis, place.polygon).flatMap(([fromM, toM]) => snapped(segment, fromM, toM)))
      return found.length > 0 ? { found } : { problem: { code: 'polygon_empty', params: {} } }
    }
    return this.stretch(place)
  }

  /** The segment under a stake and the metres from its start. At a border the later one. */
  at({ route, asset_id, stake }: { route: string; asset_id?: string; stake: string }): Found<{ segment: Segment; alongM: number }> {
    const of = this.route(route, asset_id)
    if ('problem' in of) return of
    const atM = parseStake(stake)!.stakeM
    const here = of.found.filter((segment) => atM > segment.fromM - 0.001 && atM < segment.toM + 0.001)
    const twice = overlapping(here)
    if (twice) return { problem: { code: 'route_ambiguous', params: { route, stake, one: twice[0].id, other: twice[1].id } } }
    const segment = here.at(-1)
    if (!segment) return { problem: outside(route, stake, of.found) }
    return { found: { segment, alongM: Math.min(Math.max(0, atM - segment.fromM), segment.lengthM) } }
  }

  private route(route: string, assetId: string | undefined): Found<Segment[]> {
    const all = this.byRoute.get(route)
    if (!all) return { problem: { code: 'route_unknown', params: { route } } }
    if (assetId === undefined) return { found: all }
    const found = all.filter((segment) => segment.assetId === assetId)
    return found.length > 0 ? { found } : { problem: { code: 'asset_unknown', params: { asset: assetId, route } } }
  }

  private stretch(place: { route: string; asset_id?: string; from: string; to: string }): Found<Span[]> {
    const of = this.route(place.route, place.asset_id)
    if ('problem' in of) return of
    const [fromM, toM] = [parseStake(place.from)!.stakeM, parseStake(place.to)!.stakeM]
    if (!(fromM < toM)) return { problem: { code: 'stake_reversed', params: { from: place.from, to: place.to } } }
    const under = of.found.filter((segment) => segment.toM > fromM + 0.001 && segment.fromM < toM - 0.001)
    const twice = overlapping(under)
    if (twice) return { problem: { code: 'route_ambiguous', params: { route: place.route, stake: writeStake(Math.max(twice[1].fromM, fromM)), one: twice[0].id, other: twice[1].id } } }
    const [first, last] = [under[0], under.at(-1)]
    if (!first || !last || first.fromM - fromM > sameBorderM) return { problem: outside(place.route, place.from, of.found) }
    if (toM - last.toM > sameBorderM) return { problem: outside(place.route, place.to, of.found) }
    const gap = under.findIndex((segment, i) => i > 0 && segment.fromM - under[i - 1]!.toM > sameBorderM)
    if (gap > 0) return { problem: { code: 'route_gap', params: { route: place.route, from: writeStake(under[gap - 1]!.toM), to: writeStake(under[gap]!.fromM) } } }
    return { found: under.flatMap((segment) => snapped(segment, fromM - segment.fromM, toM - segment.fromM)) }
  }
}

const whole = (segment: Segment): Span => ({ segment, fromM: 0, toM: segment.lengthM })

/** Ends near the segment's own are the segment's own; what is shorter than a border is wide is nothing. */
function snapped(segment: Segment, fromM: number, toM: number): Span[] {
  const from = fromM < sameBorderM ? 0 : fromM
  const to = segment.lengthM - toM < sameBorderM ? segment.lengthM : toM
  return to - from > sameBorderM ? [{ segment, fromM: from, toM: to }] : []
}

function overlapping(sorted: readonly Segment[]): [Segment, Segment] | null {
  let furthest = sorted[0]
  for (const segment of sorted.slice(1)) {
    if (furthest!.toM - segment.fromM > sameBorderM) return [furthest!, segment]
    if (segment.toM > furthest!.toM) furthest = segment
  }
  return null
}

/** Why a stake is not on the route: beyond its ends, or where it has no segments. */
function outside(route: string, stake: string, segments: readonly Segment[]): Omit<PlantProblem, 'path'> {
  const atM = parseStake(stake)!.stakeM
  const [before, after] = [segments.filter((segment) => segment.toM <= atM + 0.001), segments.find((segment) => segment.fromM >= atM - 0.001)]
  const endM = (some: readonly Segment[]): number => Math.max(...some.map((segment) => segment.toM))
  if (before.length > 0 && after) return { code: 'route_gap', params: { route, from: writeStake(endM(before)), to: writeStake(after.fromM) } }
  return { code: 'stake_outside', params: { stake, route, first: writeStake(segments[0]!.fromM), last: writeStake(endM(segments)) } }
}

function boundsOf(ring: readonly (readonly [number, number])[]): [west: number, south: number, east: number, north: number] {
  const [lons, lats] = [ring.map((point) => point[0]), ring.map((point) => point[1])]
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}
