import { NibbleReader, NibbleWriter } from './nibbles'

/** What is forecast for one surface, one value a step. NaN = unknown; where the mean is unknown, so are the quantiles. */
export interface Course {
  /** °C. */
  meanC: Float32Array
  /** 10th and 90th percentile, °C. */
  p10C: Float32Array
  p90C: Float32Array
  /** Index into `surfaceConditions`. */
  state: Uint8Array
}

export const newCourse = (count: number): Course => ({ meanC: new Float32Array(count), p10C: new Float32Array(count), p90C: new Float32Array(count), state: new Uint8Array(count) })

/** Step of the mean and of the quantiles' distance from it, K. What is unpacked is off by half of it at the most (and by the last bit of a Float32). */
export const meanStepK = 0.01
export const spreadStepK = 0.05

/** Limits of what can be packed, °C. */
const lowestC = -327
const highestC = 327
const packVersion = 1
const mostSteps = 100_000

/**
 * Packs a course: version, count, then mean, distance of the 10th and of the 90th percentile (each: which steps are known, as alternating run lengths
 * that begin with known; the differences from step to step), then the states with their run lengths. 145 steps take about 300 bytes.
 * @throws RangeError when the columns differ in length or a value lies outside -327..327 °C
 */
export function packCourse({ meanC, p10C, p90C, state }: Course): Uint8Array {
  const count = meanC.length
  if (p10C.length !== count || p90C.length !== count || state.length !== count) throw new RangeError('course: its columns differ in length')
  const writer = new NibbleWriter()
  writer.unsigned(packVersion)
  writer.unsigned(count)
  const mean = Float64Array.from(meanC, (value) => toSteps(value, meanStepK))
  // Distances are taken from the mean as it will be unpacked, so that the two errors do not add up.
  const spread = (quantileC: Float32Array): Float64Array =>
    Float64Array.from(quantileC, (value, i) => (Number.isNaN(mean[i]) ? Number.NaN : toSteps(value, spreadStepK, (mean[i] as number) * meanStepK)))
  for (const column of [mean, spread(p10C), spread(p90C)]) packColumn(writer, column)
  let from = 0
  while (from < count) {
    let to = from + 1
    while (to < count && state[to] === state[from]) to += 1
    writer.unsigned(state[from] as number)
    writer.unsigned(to - from)
    from = to
  }
  return writer.finish()
}

function toSteps(value: number, stepK: number, originC = 0): number {
  if (Number.isNaN(value)) return value
  if (!(value >= lowestC && value <= highestC)) throw new RangeError(`course: ${value} °C cannot be packed, expected ${lowestC} to ${highestC}`)
  return Math.round((value - originC) / stepK)
}

function packColumn(writer: NibbleWriter, column: Float64Array): void {
  let from = 0
  for (let known = true; from < column.length; known = !known) {
    let to = from
    while (to < column.length && Number.isNaN(column[to] as number) !== known) to += 1
    writer.unsigned(to - from)
    from = to
  }
  let before = 0
  for (const value of column) {
    if (Number.isNaN(value)) continue
    writer.signed(value - before)
    before = value
  }
}

/** @throws RangeError when these are no bytes of `packCourse` */
export function unpackCourse(bytes: Uint8Array): Course {
  const reader = new NibbleReader(bytes)
  const version = reader.unsigned()
  if (version !== packVersion) throw new RangeError(`packed course: version ${version} is not known`)
  const count = reader.unsigned()
  if (count > mostSteps) throw new RangeError(`packed course: ${count} steps`)
  const course = newCourse(count)
  const mean = new Float64Array(count)
  const spread = new Float64Array(count)
  unpackColumn(reader, mean)
  for (let i = 0; i < count; i++) course.meanC[i] = (mean[i] as number) * meanStepK
  for (const quantile of [course.p10C, course.p90C]) {
    unpackColumn(reader, spread)
    // A distance is rounded, and so may end beyond a limit on which the value stood.
    for (let i = 0; i < count; i++) quantile[i] = Math.max(lowestC, Math.min(highestC, (mean[i] as number) * meanStepK + (spread[i] as number) * spreadStepK))
  }
  for (let from = 0; from < count;) {
    const code = reader.unsigned()
    const to = from + reader.unsigned()
    if (to === from || to > count || code > 255) throw new RangeError('packed course: its states do not fit')
    course.state.fill(code, from, to)
    from = to
  }
  return course
}

function unpackColumn(reader: NibbleReader, column: Float64Array): void {
  let from = 0
  let empty = 0
  for (let known = true; from < column.length; known = !known) {
    const run = reader.unsigned()
    empty = run === 0 ? empty + 1 : 0
    if (from + run > column.length || empty > 1) throw new RangeError('packed course: its run lengths do not fit')
    column.fill(known ? 0 : Number.NaN, from, from + run)
    from += run
  }
  let value = 0
  for (let i = 0; i < column.length; i++) {
    if (Number.isNaN(column[i] as number)) continue
    value += reader.signed()
    column[i] = value
  }
}
