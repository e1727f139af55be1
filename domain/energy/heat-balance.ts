/** What was heard of one loop's thermal power in one step: means of what was above and below 0, kW, and the time that its readings stand for, each for its sensor's cadence, s. */
export interface LoopStep { loopId: string; step: number; intoKw: number; outKw: number; heardS: number }

interface HeatSteps {
  /** Mean power into the pavement and out of it over the loops that were heard of, kW, by step; null where none was. */
  intoKw: (number | null)[]
  outKw: (number | null)[]
  /** Share of the loops' time in the step that was heard of, 0..1: what is missing is not guessed. */
  knownShare: number[]
}
interface HeatBalance extends HeatSteps {
  /** Heat of the time that was heard of, kWh; what was not heard of is not in it. */
  intoKwh: number
  outKwh: number
  knownShareOfAll: number
}

/** Lengths of a span's steps, s; the last one may be shorter. */
const stepLengths = (lengthS: number, stepS: number): number[] => Array.from({ length: Math.ceil(lengthS / stepS) }, (_, i) => Math.min(stepS, lengthS - i * stepS))

/**
 * Heat of the loops of one energy station from readings of their thermal power (kW, positive into the pavement).
 * A loop that was heard of for a part of a step counts for as much of it.
 * @param loopIds all loops of the station, heard of or not
 */
export function heatBalance(rows: readonly LoopStep[], loopIds: readonly string[], { lengthS, stepS }: { lengthS: number; stepS: number }): HeatBalance {
  const lengths = stepLengths(lengthS, stepS)
  const own = new Set(loopIds)
  const sums = lengths.map(() => ({ into: 0, out: 0, knownS: 0, intoKws: 0, outKws: 0 }))
  for (const { loopId, step, intoKw, outKw, heardS } of rows) {
    const sum = sums[step]
    if (!sum || !own.has(loopId) || heardS <= 0) continue
    const knownS = Math.min(lengths[step]!, heardS)
    sum.into += intoKw
    sum.out += outKw
    sum.knownS += knownS
    sum.intoKws += intoKw * knownS
    sum.outKws += outKw * knownS
  }
  const total = (of: 'knownS' | 'intoKws' | 'outKws'): number => sums.reduce((sum, step) => sum + step[of], 0)
  const share = (known: number, all: number): number => (all > 0 ? Math.min(1, known / all) : 0)
  return {
    intoKw: sums.map(({ knownS, into }) => (knownS > 0 ? into : null)), outKw: sums.map(({ knownS, out }) => (knownS > 0 ? out : null)),
    knownShare: sums.map(({ knownS }, i) => share(knownS, lengths[i]! * own.size)),
    intoKwh: total('intoKws') / 3600, outKwh: total('outKws') / 3600, knownShareOfAll: share(total('knownS'), lengthS * own.size),
  }
}
