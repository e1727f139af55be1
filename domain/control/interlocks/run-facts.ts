import type { StationLimits } from '#domain/network/plant-limits'
import { quantitySpec } from '#domain/sensing/quantities'
import type { FactName, QuantityFact, StateFact } from './fact'
import { exactly } from './interval'
import type { RunSample } from './loop-field'

/** What the machines of a station may be doing: more than one only when nobody can tell. */
export type MachineState = 'stopped' | 'heating' | 'cooling'
/** A stretch of time in which the station was in one of these states. */
export interface Stretch { fromMs: number; toMs: number; possible: readonly MachineState[] }

const mostGapMs = 240_000
/** For how long a loop is taken to go on as it was said, ms; never longer than a stop with a start after it takes. @param lagS as for `factsOf` */
export const believedGapMs = ({ compressorMinOffS }: StationLimits, lagS: number): number => Math.min(mostGapMs, compressorMinOffS * 1000) + lagS * 1000

/** Exchange below this says nothing of its direction, kW. */
const idlePowerKw = 0.5
const every: readonly MachineState[] = ['stopped', 'heating', 'cooling']

/** How long a silence is bridged, how far back anything can be remembered, and the present, ms. */
export interface Memory { gapMs: number; windowMs: number; nowMs: number }

/** The past of a station from what its controllers said of its loops: where one was not heard of, everything it can do is possible. Oldest first, without gaps, up to now. */
export function stretchesOf(runs: readonly (readonly RunSample[])[], can: { heat: boolean; cool: boolean }, { gapMs, windowMs, nowMs }: Memory): Stretch[] {
  const sinceMs = nowMs - windowMs
  const turns = new Set([sinceMs])
  const turn = (atMs: number): void => { if (atMs > sinceMs && atMs < nowMs) turns.add(atMs) }
  for (const own of runs) {
    own.forEach(({ atMs }, i) => {
      turn(atMs)
      if ((own[i + 1]?.atMs ?? Infinity) > atMs + gapMs) turn(atMs + gapMs)
    })
  }
  const able = stoppedBit | (can.heat ? heatingBit : 0) | (can.cool ? coolingBit : 0)
  const at = runs.map(() => -1)
  const past: Stretch[] = []
  for (const fromMs of [...turns].sort((a, b) => a - b)) {
    let canStop = stoppedBit
    let moving = runs.length === 0 ? able & ~stoppedBit : 0
    runs.forEach((own, loop) => {
      let index = at[loop] as number
      while ((own[index + 1]?.atMs ?? Infinity) <= fromMs) index += 1
      at[loop] = index
      const sample = own[index]
      // A turn at the end of a gap's patience is the first instant at which nothing is known any more.
      const bits = sample && fromMs - sample.atMs < gapMs ? bitsOf(sample, able) : able
      // A station stands still when all its loops do; else it does what one of them does.
      canStop &= bits
      moving |= bits & ~stoppedBit
    })
    const possible = statesOf[canStop | moving] as readonly MachineState[]
    const last = past.at(-1)
    if (last?.possible === possible) continue
    if (last) last.toMs = fromMs
    past.push({ fromMs, toMs: nowMs, possible })
  }
  return past
}

/** Sets of states as bits: a judgement looks at thousands of samples. */
const [stoppedBit, heatingBit, coolingBit] = [1, 2, 4]
const statesOf = Array.from({ length: 8 }, (_, bits) => every.filter((_state, i) => bits & (1 << i)))

function bitsOf({ flowing, power_kw }: RunSample, able: number): number {
  if (!flowing) return stoppedBit
  const moving = able & ~stoppedBit
  const said = !(Math.abs(power_kw) >= idlePowerKw) ? moving : power_kw > 0 ? heatingBit : coolingBit
  // What the station was not built for was something it was.
  return said & moving || moving || heatingBit | coolingBit
}

export interface RunFacts {
  compressor: StateFact<MachineState>
  stoppedFor: QuantityFact
  runningFor: QuantityFact
  /** In the last hour. */
  starts: QuantityFact
  sinceHeating: QuantityFact
  sinceCooling: QuantityFact
}

/** What the past of a station says of its machines. */
export function runFacts(source: string, runs: readonly (readonly RunSample[])[], can: { heat: boolean; cool: boolean }, limits: StationLimits, memory: Memory): RunFacts {
  const { windowMs, nowMs } = memory
  const past = stretchesOf(runs, can, memory)
  const now = past.at(-1)?.possible ?? every
  const newestMs = Math.max(...runs.map((own) => own.at(-1)?.atMs ?? -Infinity))
  const age_s = Number.isFinite(newestMs) ? Math.max(0, Math.round((nowMs - newestMs) / 1000)) : null
  const windowS = windowMs / 1000
  const head = (name: FactName, certain: boolean) => ({ name, age_s, source, trust: certain ? 'good' as const : age_s === null ? 'missing' as const : 'stale' as const })
  /** s since the last stretch that fits, at least and at most. */
  const sinceS = (name: FactName, fits: (stretch: Stretch) => 'no' | 'maybe' | 'yes'): QuantityFact => {
    const least = past.findLast((stretch) => fits(stretch) !== 'no')
    const most = past.findLast((stretch) => fits(stretch) === 'yes')
    const ago = (stretch: Stretch | undefined): number => (stretch ? Math.round((nowMs - stretch.toMs) / 1000) : windowS)
    const [min, max] = [ago(least), ago(most)]
    return { ...head(name, least === most), unit: 's', value: least === most ? min : null, possible: { min, max } }
  }
  const doing = (state: MachineState) => ({ possible }: Stretch) => (!possible.includes(state) ? 'no' : possible.length === 1 ? 'yes' : 'maybe')
  const notDoing = (state: MachineState) => ({ possible }: Stretch) => (!possible.includes(state) ? 'yes' : possible.length === 1 ? 'no' : 'maybe')
  return {
    compressor: { ...head('compressor', now.length === 1), unit: null, value: now.length === 1 ? now[0] as MachineState : null, possible: now },
    stoppedFor: sinceS('compressor_stopped_for', notDoing('stopped')),
    runningFor: sinceS('compressor_running_for', doing('stopped')),
    starts: { ...startsIn(past, limits, nowMs - 3_600_000), ...head('compressor_starts', true) },
    sinceHeating: sinceS('since_heating', doing('heating')),
    sinceCooling: sinceS('since_cooling', doing('cooling')),
  }
}

/** Starts since an instant: those that were seen, and as many more as a stretch in the dark can hold. */
function startsIn(past: readonly Stretch[], { compressorMinOnS, compressorMinOffS }: StationLimits, sinceMs: number): Pick<QuantityFact, 'unit' | 'value' | 'possible'> {
  let seen = 0
  let most = 0
  let darkMs = 0
  let stopped = false
  for (const { fromMs, toMs, possible } of past) {
    const dark = possible.includes('stopped') && possible.length > 1
    if (toMs > sinceMs && dark) darkMs += toMs - Math.max(fromMs, sinceMs)
    if (!dark) {
      if (darkMs > 0) most += inTheDark(darkMs)
      darkMs = 0
      if (stopped && !possible.includes('stopped') && fromMs >= sinceMs) seen += 1
      stopped = possible.includes('stopped')
    } else stopped = false
  }
  if (darkMs > 0) most += inTheDark(darkMs)
  return { unit: '1/h', value: seen, possible: most === 0 ? exactly(seen) : { min: seen, max: seen + most } }

  function inTheDark(ms: number): number {
    const cycleS = compressorMinOnS + compressorMinOffS
    return cycleS > 0 ? Math.floor(ms / 1000 / cycleS) + 1 : Infinity
  }
}

/** Everything between slab and supply that can be. */
const anySupply = { min: Math.min(quantitySpec('slab_temperature').min, quantitySpec('supply_temperature').min), max: Math.max(quantitySpec('slab_temperature').max, quantitySpec('supply_temperature').max) }
const recentMs = 3_600_000

/** Supply that has flowed through a loop for the whole last hour, its lowest to its highest: the slab at the pipe has seen that much already. Without it nothing is known of what the slab has seen. */
export function recentSupply(source: string, runs: readonly RunSample[], gapMs: number, nowMs: number): QuantityFact {
  const first = runs.findLastIndex(({ atMs }) => atMs <= nowMs - recentMs)
  const hour = first < 0 ? [] : runs.slice(first)
  const whole = hour.length > 0 && hour.every(({ flowing, supply_c, atMs }, i) => flowing && Number.isFinite(supply_c) && (hour[i + 1]?.atMs ?? nowMs) - atMs < gapMs)
  const last = runs.at(-1)
  const age_s = last ? Math.max(0, Math.round((nowMs - last.atMs) / 1000)) : null
  const supplies = hour.map(({ supply_c }) => supply_c)
  return { name: 'recent_supply', unit: 'degC', source, age_s, value: whole ? last?.supply_c ?? null : null, trust: whole ? 'good' : 'missing', possible: whole ? { min: Math.min(...supplies), max: Math.max(...supplies) } : anySupply }
}
