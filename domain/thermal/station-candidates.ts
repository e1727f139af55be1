import type { ResidualParameters, ResidualTraits } from './residual-covariance'
import { residualCovariance, type ResidualSegment } from './residual-covariance'

/** Most stations a segment listens to. */
export const mostStations = 8
/** Pairs among them, lower triangle. */
export const mostPairs = (mostStations * (mostStations + 1)) / 2
/** Up to so many stations of a group all are weighed; of more only so many of the nearest, within `groupReachM`. */
const weighedAll = 48
const weighedNear = 24
const groupReachM = 20_000
/** Segments of one square of this size look for the nearest from its middle, m: stations of a group this large stand closer to it than the ones left out. */
const squareM = 1000

interface Group { members: number[]; nearSquare: Map<number, Int32Array> }

/**
 * Which stations a segment listens to: the eight with the largest covariance of the model's error, out of those of its asset, of its kind
 * and build, of its kind, and of any. A heated or cooled segment hears the stations of its own loop and nothing else, and no unheated one hears it.
 * The order of `stationSegment` does not matter: equals are ranked by `rank`.
 */
export class StationCandidates {
  private readonly groups = new Map<string, Group>()
  private readonly found: number[] = []
  private readonly covariance: Float64Array
  /** The last question in which a station was weighed. */
  private readonly weighedIn: Int32Array
  private questions = 0

  /**
   * @param stationSegment segment index of each station
   * @param rank place of each station in an order of their own (their names')
   */
  constructor(
    private readonly segments: readonly ResidualSegment[], private readonly stationSegment: Int32Array, private readonly rank: Int32Array,
    private readonly parameters: ResidualParameters, private readonly traits: ResidualTraits,
  ) {
    this.covariance = new Float64Array(stationSegment.length)
    this.weighedIn = new Int32Array(stationSegment.length)
    for (const station of Array.from(stationSegment.keys()).sort((a, b) => rank[a]! - rank[b]!)) {
      for (const key of groupKeys(segments[stationSegment[station]!]!)) {
        const group: Group = this.groups.get(key) ?? { members: [], nearSquare: new Map() }
        this.groups.set(key, group)
        group.members.push(station)
      }
    }
  }

  /** Stations for segment `index`, best first; those on segment `without` (-1: none) are left out. The array is reused. */
  of(index: number, without: number): readonly number[] {
    this.found.length = 0
    this.questions++
    for (const key of groupKeys(this.segments[index]!)) {
      const group = this.groups.get(key)
      if (!group) continue
      for (const station of group.members.length <= weighedAll ? group.members : this.near(group, index)) this.consider(station, index, without)
    }
    return this.found
  }

  private consider(station: number, index: number, without: number): void {
    if (this.weighedIn[station] === this.questions || this.stationSegment[station] === without) return
    this.weighedIn[station] = this.questions
    this.covariance[station] = residualCovariance(this.parameters, this.traits, index, this.stationSegment[station]!)
    const { found } = this
    let place = found.length
    while (place > 0 && this.isBefore(station, found[place - 1]!)) place--
    if (place >= mostStations) return
    found.splice(place, 0, station)
    if (found.length > mostStations) found.pop()
  }

  private isBefore(a: number, b: number): boolean {
    return this.covariance[a]! > this.covariance[b]! || (this.covariance[a] === this.covariance[b] && this.rank[a]! < this.rank[b]!)
  }

  /** Stations of a group nearest to the square in which a segment lies. */
  private near(group: Group, index: number): Int32Array {
    const { eastM, northM } = this.traits
    const [column, row] = [Math.floor(eastM[index]! / squareM), Math.floor(northM[index]! / squareM)]
    // Rows of the globe are at most 20,000 km long.
    const square = row * 65_536 + column
    const known = group.nearSquare.get(square)
    if (known) return known
    const [x, y] = [(column + 0.5) * squareM, (row + 0.5) * squareM]
    const near: { station: number; d2: number }[] = []
    // By rank, so that of equals the first stays first.
    for (const station of group.members) {
      const at = this.stationSegment[station]!
      const d2 = (eastM[at]! - x) ** 2 + (northM[at]! - y) ** 2
      if (d2 > groupReachM ** 2 || (near.length === weighedNear && d2 >= near[weighedNear - 1]!.d2)) continue
      let place = near.length
      while (place > 0 && d2 < near[place - 1]!.d2) place--
      near.splice(place, 0, { station, d2 })
      if (near.length > weighedNear) near.pop()
    }
    const stations = Int32Array.from(near, ({ station }) => station)
    group.nearSquare.set(square, stations)
    return stations
  }
}

function groupKeys(segment: ResidualSegment): string[] {
  if (segment.loopId !== null) return [`loop ${segment.loopId}`]
  return [`asset ${segment.assetId}`, `build ${segment.kind} ${segment.exposure.airBelow} ${segment.pavementType}`, `kind ${segment.kind}`, 'any']
}
