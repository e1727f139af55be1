import { estimateMethodCode } from '#domain/sensing/estimate-method'
import { noDeviation, noTemperature } from '#domain/wire/live'
import type { NowcastColumns } from '#domain/thermal/optimal-interpolation'

/** What travels of the surface, in the shape of `surfaceColumnsShape`. */
export interface EncodedSurface { index?: string; temperature: string; state: string; measured_at: string; sd: string; method: string }

/** An estimate that moved by less than this is told later: it is not known so well, and a whole city's estimates move a little at every reading, K. */
const leastMoveK = 0.05
/** Steps of the wire's deviation, and how much younger its oldest measurement must be, s. */
const leastDeviationSteps = 2
const leastYoungerS = 60

const base64 = (array: ArrayBufferView): string => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')

/** °C to the wire's 0.01 °C; NaN and what does not fit become `noTemperature`. */
export function encodeTemperature(celsius: number): number {
  const scaled = Math.round(celsius * 100)
  return scaled > noTemperature && scaled <= 32_767 ? scaled : noTemperature
}

/** K to the wire's 0.05 K, rounded up so that nothing looks surer than it is; what is not known, or larger than fits, becomes `noDeviation`. */
export function encodeDeviation(sdK: number): number {
  const scaled = Math.ceil(sdK * 20 - 1e-3)
  return scaled >= 0 && scaled < noDeviation ? scaled : noDeviation
}

/** The given places of the columns; loops and not `from`, which takes ten times as long. */
function encodeAt({ temperature, state, measuredAt, sdK, method }: NowcastColumns, count: number, at: (k: number) => number): Omit<EncodedSurface, 'index'> {
  const hundredths = new Int16Array(count)
  const states = new Uint8Array(count)
  const instants = new Int32Array(count)
  const deviations = new Uint8Array(count)
  const methods = new Uint8Array(count)
  for (let k = 0; k < count; k++) {
    const i = at(k)
    hundredths[k] = encodeTemperature(temperature[i]!)
    states[k] = state[i]!
    instants[k] = measuredAt[i]!
    deviations[k] = encodeDeviation(sdK[i]!)
    methods[k] = method[i]!
  }
  return { temperature: base64(hundredths), state: base64(states), measured_at: base64(instants), sd: base64(deviations), method: base64(methods) }
}

/** All segments, in order. */
export const encodeSurface = (columns: NowcastColumns): EncodedSurface => encodeAt(columns, columns.state.length, (k) => k)

/**
 * Only the segments that differ from `shown` (what clients have now), which is brought up to date; undefined when none does.
 * A change below the wire's resolution is no change, one of an estimate below what is known of it neither, unless it crosses 0 °C; the age of an
 * unchanged measurement still is one.
 */
export function encodeSurfaceDelta(columns: NowcastColumns, shown: NowcastColumns): EncodedSurface | undefined {
  const changed = new Uint32Array(columns.state.length)
  let count = 0
  for (let i = 0; i < columns.state.length; i++) {
    if (isSame(columns, shown, i)) continue
    changed[count++] = i
    shown.temperature[i] = columns.temperature[i]!
    shown.state[i] = columns.state[i]!
    shown.measuredAt[i] = columns.measuredAt[i]!
    shown.sdK[i] = columns.sdK[i]!
    shown.method[i] = columns.method[i]!
  }
  return count === 0 ? undefined : { index: base64(changed.subarray(0, count)), ...encodeAt(columns, count, (k) => changed[k]!) }
}

function isSame(columns: NowcastColumns, shown: NowcastColumns, i: number): boolean {
  if (columns.state[i] !== shown.state[i] || columns.method[i] !== shown.method[i]) return false
  const nowC = columns.temperature[i] as number
  const shownC = shown.temperature[i] as number
  const youngerS = (columns.measuredAt[i] as number) - (shown.measuredAt[i] as number)
  const moreSteps = Math.abs(encodeDeviation(columns.sdK[i] as number) - encodeDeviation(shown.sdK[i] as number))
  if (columns.method[i] === estimateMethodCode.none) return youngerS === 0 && encodeTemperature(nowC) === encodeTemperature(shownC) && moreSteps < leastDeviationSteps
  return Math.abs(nowC - shownC) < leastMoveK && nowC < 0 === shownC < 0 && youngerS >= 0 && youngerS < leastYoungerS && moreSteps < leastDeviationSteps
}
