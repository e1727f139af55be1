import type { Segment, Sensor } from '../network/network'
import { freshnessLimits } from '../sensing/freshness'
import type { Reading } from '../sensing/reading'
import { surfaceStateCode } from '../sensing/surface-state'
import { SensorGrid } from './sensor-grid'

/** How many fresh neighbours an estimate rests on at the most, and how many are kept in reserve for those that fall silent. */
const neighbours = 4
const reserve = 8
/** Beyond this distance a neighbour says nothing about a surface, m. */
export const estimateReachM = 5000

/** What of a segment decides who may speak for it. */
export type SurfaceSegment = Pick<Segment, 'id' | 'assetId' | 'kind' | 'loopId' | 'axis'>

/** What each segment may be told by: prepared once per network, read on every tick. */
export interface SurfacePlan {
  segmentCount: number
  /** Surface sensors, in the order of the `latest` argument of `estimateSurface`. */
  sensorIds: string[]
  staleAfterMs: Float64Array
  lostAfterMs: Float64Array
  /** Per segment: index of its own surface sensor, or -1. */
  own: Int32Array
  /** Per segment: `reserve` sensor indexes, nearest first, -1 where none. */
  candidates: Int32Array
  /** Per candidate: weight 1 / distance². */
  weights: Float64Array
}

/** Columns over the segments, in their order. */
export interface SurfaceColumns {
  /** °C, NaN where unknown. */
  temperature: Float32Array
  /** Codes of `surfaceStates`. */
  state: Uint8Array
  /** Unix seconds of the measurement, or of the oldest one an estimate rests on; 0 = none. */
  measuredAt: Int32Array
}

export const newSurfaceColumns = (count: number): SurfaceColumns => ({
  temperature: new Float32Array(count).fill(Number.NaN), state: new Uint8Array(count), measuredAt: new Int32Array(count),
})

/**
 * Which sensors may speak for which segment. A heated or cooled segment listens to its own loop only: the state of another loop, or of a
 * bare road, says nothing about it. An unheated one listens to its own asset first, then to its kind, within `estimateReachM`.
 */
export function planSurface(segments: readonly SurfaceSegment[], sensors: readonly Sensor[]): SurfacePlan {
  const bySegment = new Map(segments.map((segment, index) => [segment.id, index]))
  const surface = sensors.filter((sensor) => sensor.quantity === 'surface_temperature' && sensor.segmentId !== null && bySegment.has(sensor.segmentId))
  const own = new Int32Array(segments.length).fill(-1)
  const groups = new Map<string, SensorGrid>()
  const join = (key: string, segment: SurfaceSegment, sensorIndex: number): void => {
    const grid = groups.get(key) ?? new SensorGrid()
    groups.set(key, grid)
    grid.add(midpoint(segment), sensorIndex)
  }
  surface.forEach((sensor, sensorIndex) => {
    const segmentIndex = bySegment.get(sensor.segmentId as string) as number
    const segment = segments[segmentIndex] as SurfaceSegment
    // A device at the roadside outranks a value that came with a file.
    if (own[segmentIndex] === -1 || sensor.source === 'device') own[segmentIndex] = sensorIndex
    for (const key of groupKeys(segment)) join(key, segment, sensorIndex)
  })
  const candidates = new Int32Array(segments.length * reserve).fill(-1)
  const weights = new Float64Array(segments.length * reserve)
  segments.forEach((segment, segmentIndex) => {
    if (own[segmentIndex] !== -1) return
    for (const key of groupKeys(segment)) {
      const near = groups.get(key)?.nearest(midpoint(segment), reserve, estimateReachM) ?? []
      if (near.length === 0) continue
      near.forEach(({ item, distanceM }, place) => {
        candidates[segmentIndex * reserve + place] = item
        weights[segmentIndex * reserve + place] = 1 / Math.max(distanceM, 1) ** 2
      })
      break
    }
  })
  const limits = surface.map((sensor) => freshnessLimits(sensor.cadenceS))
  return {
    segmentCount: segments.length, sensorIds: surface.map((sensor) => sensor.id), own, candidates, weights,
    staleAfterMs: Float64Array.from(limits, (limit) => limit.staleAfterS * 1000),
    lostAfterMs: Float64Array.from(limits, (limit) => limit.lostAfterS * 1000),
  }
}

/**
 * Fills `out` for the site instant `nowMs`: own measurement if there is one (fresh, stale or lost by its cadence; unknown if its quality is
 * not good), else the inverse-distance mean (power 2) of up to four fresh good neighbours, else unknown.
 * @param latest newest reading per sensor of `plan.sensorIds`, undefined where none
 */
export function estimateSurface(plan: SurfacePlan, latest: readonly (Reading | undefined)[], nowMs: number, out: SurfaceColumns): void {
  for (let i = 0; i < plan.segmentCount; i++) {
    const own = plan.own[i] as number
    if (own >= 0) setOwn(plan, own, latest[own], nowMs, out, i)
    else setEstimate(plan, latest, nowMs, out, i)
  }
}

function setOwn(plan: SurfacePlan, sensor: number, reading: Reading | undefined, nowMs: number, out: SurfaceColumns, i: number): void {
  if (reading === undefined || reading.quality !== 0) return setUnknown(out, i)
  const age = nowMs - reading.measuredAtMs
  out.temperature[i] = reading.value
  out.measuredAt[i] = Math.floor(reading.measuredAtMs / 1000)
  out.state[i] = age > (plan.lostAfterMs[sensor] as number) ? surfaceStateCode.lost
    : age > (plan.staleAfterMs[sensor] as number) ? surfaceStateCode.stale : surfaceStateCode.measured
}

function setEstimate(plan: SurfacePlan, latest: readonly (Reading | undefined)[], nowMs: number, out: SurfaceColumns, i: number): void {
  let sum = 0
  let weight = 0
  let used = 0
  let oldest = Infinity
  for (let place = i * reserve; place < (i + 1) * reserve && used < neighbours; place++) {
    const sensor = plan.candidates[place] as number
    if (sensor < 0) break
    const reading = latest[sensor]
    if (reading === undefined || reading.quality !== 0 || nowMs - reading.measuredAtMs > (plan.staleAfterMs[sensor] as number)) continue
    const w = plan.weights[place] as number
    sum += w * reading.value
    weight += w
    used++
    if (reading.measuredAtMs < oldest) oldest = reading.measuredAtMs
  }
  if (used === 0) return setUnknown(out, i)
  out.temperature[i] = sum / weight
  out.measuredAt[i] = Math.floor(oldest / 1000)
  out.state[i] = surfaceStateCode.estimated
}

function setUnknown(out: SurfaceColumns, i: number): void {
  out.temperature[i] = Number.NaN
  out.measuredAt[i] = 0
  out.state[i] = surfaceStateCode.unknown
}

function groupKeys(segment: SurfaceSegment): string[] {
  return segment.loopId === null ? [`asset ${segment.assetId}`, `kind ${segment.kind}`] : [`loop ${segment.loopId}`]
}

function midpoint(segment: SurfaceSegment): [number, number] {
  return segment.axis[Math.floor(segment.axis.length / 2)] as [number, number]
}
