import type { Segment } from '../network/network'
import { midpoint } from './inverse-distance'
import type { ResidualParameters, ResidualTraits } from './residual-covariance'
import { residualCovariance } from './residual-covariance'
import { SensorGrid } from './sensor-grid'

/** Most stations a segment listens to. */
export const mostStations = 8
/** Up to so many stations of a group all are weighed; of more only the nearest, within `groupReachM`. */
const weighedAll = 48
const groupReachM = 20_000

interface Group { members: number[]; grid: SensorGrid }

/**
 * Which stations a segment listens to: the eight with the largest covariance of the model's error, out of those of its asset, of its kind
 * and build, of its kind, and of any. A heated or cooled segment hears the stations of its own loop and nothing else, and no unheated one hears it.
 * The order of `stationSegment` does not matter: equals are ranked by `rank`.
 */
export class StationCandidates {
  private readonly groups = new Map<string, Group>()
  private readonly found: number[] = []
  private readonly covariance: Float64Array
  private readonly byRank: Int32Array

  /**
   * @param stationSegment segment index of each station
   * @param rank place of each station in an order of their own (their names')
   */
  constructor(
    private readonly segments: readonly Segment[], private readonly stationSegment: Int32Array, private readonly rank: Int32Array,
    private readonly parameters: ResidualParameters, private readonly traits: ResidualTraits,
  ) {
    this.covariance = new Float64Array(stationSegment.length)
    this.byRank = Int32Array.from(Array.from(stationSegment.keys()).sort((a, b) => rank[a]! - rank[b]!))
    for (const station of this.byRank) {
      const segment = segments[stationSegment[station]!]!
      for (const key of groupKeys(segment)) {
        const group = this.groups.get(key) ?? { members: [], grid: new SensorGrid() }
        this.groups.set(key, group)
        group.members.push(station)
        group.grid.add(midpoint(segment), rank[station]!)
      }
    }
  }

  /** Stations for segment `index`, best first; those on segment `without` (-1: none) are left out. The array is reused. */
  of(index: number, without: number): readonly number[] {
    const segment = this.segments[index]!
    const { found } = this
    found.length = 0
    const consider = (station: number): void => {
      if (this.stationSegment[station] === without || found.includes(station)) return
      this.covariance[station] = residualCovariance(this.parameters, this.traits, index, this.stationSegment[station]!)
      let place = found.length
      while (place > 0 && this.isBefore(station, found[place - 1]!)) place--
      if (place >= mostStations) return
      found.splice(place, 0, station)
      if (found.length > mostStations) found.pop()
    }
    for (const key of groupKeys(segment)) {
      const group = this.groups.get(key)
      if (!group) continue
      if (group.members.length <= weighedAll) group.members.forEach(consider)
      else for (const { item } of group.grid.nearest(midpoint(segment), mostStations * 2, groupReachM)) consider(this.byRank[item]!)
    }
    return found
  }

  private isBefore(a: number, b: number): boolean {
    return this.covariance[a]! > this.covariance[b]! || (this.covariance[a] === this.covariance[b] && this.rank[a]! < this.rank[b]!)
  }
}

function groupKeys(segment: Segment): string[] {
  if (segment.loopId !== null) return [`loop ${segment.loopId}`]
  return [`asset ${segment.assetId}`, `build ${segment.kind} ${segment.exposure.airBelow} ${segment.pavementType}`, `kind ${segment.kind}`, 'any']
}
