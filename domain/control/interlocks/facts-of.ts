import { freshnessLimits } from '#domain/sensing/freshness'
import { quantitySpec, type QuantityName } from '#domain/sensing/quantities'
import { stationLimits } from '#domain/network/plant-limits'
import type { LoopStatus } from '../loop-status'
import type { FactName, FactTrust, QuantityFact, StateFact } from './fact'
import type { Facts } from './interlock-input'
import { exactly, type Interval } from './interval'
import type { LoopField, SensorState } from './loop-field'
import { believedGapMs, recentSupply, runFacts } from './run-facts'

/** What the controller says at the moment, and how it can be reached. */
export interface ControllerAnswer {
  controllerId: string
  link: 'online' | 'offline' | 'unknown'
  /** Null when nobody can say. */
  status: Pick<LoopStatus, 'local' | 'fault' | 'supply_c'> | null
  /** Site instant of the status, unix ms. */
  atMs: number
}

/** How far back the running of plant is remembered, ms of site time: no dwell can be longer. */
export const rememberedMs = 3 * 3_600_000

/**
 * Turns what is known of a loop into facts: whatever is stale, doubtful, stuck or missing becomes everything that is plausible.
 * @param field null when nothing is known
 * @param lagS how much older than its plant's time a value may look because site time runs faster than machines and lines do; 0 where it does not
 */
export function factsOf(answer: ControllerAnswer, field: LoopField | null, nowMs: number, lagS = 0): Facts {
  const sensors = (name: FactName, quantity: QuantityName, states: readonly SensorState[]): QuantityFact[] =>
    states.length > 0 ? states.map((state) => sensorFact(name, quantity, state, nowMs, lagS)) : [missing(name, quantity)]
  const { status } = answer
  const limits = field?.station ?? stationLimits()
  const age_s = ageOf(answer.atMs, nowMs)
  const said = <S extends string>(name: FactName, every: readonly S[], value: S | null): StateFact<S> => ({
    name, unit: null, value, age_s: value === null ? null : age_s, source: answer.controllerId, trust: value === null ? 'missing' : 'good', possible: value === null ? every : [value],
  })
  // Control forgets an answer as soon as it is too old by wall time; until then it is as good as new.
  const readBack: SensorState = { sensorId: answer.controllerId, cadenceS: Infinity, reading: status?.supply_c == null ? null : { value: status.supply_c, atMs: answer.atMs, quality: 0, unchangedSinceMs: answer.atMs } }
  return {
    link: said('controller_link', ['online', 'offline'], answer.link === 'unknown' ? null : answer.link),
    local: said('local_switch', ['local', 'remote'], status && (status.local ? 'local' : 'remote')),
    fault: said('controller_fault', ['fault', 'sound'], status && (status.fault ? 'fault' : 'sound')),
    dewPoint: field?.dewPoint ? sensorFact('dew_point', 'dew_point', field.dewPoint, nowMs, lagS) : missing('dew_point', 'dew_point'),
    slab: sensors('slab_temperature', 'slab_temperature', field?.slab ?? []),
    surface: sensors('surface_temperature', 'surface_temperature', field?.surface ?? []),
    supply: sensors('supply_temperature', 'supply_temperature', [readBack]),
    recentSupply: recentSupply(answer.controllerId, field?.runs ?? [], believedGapMs(limits, lagS), nowMs),
    ...runFacts(field?.stationId ?? answer.controllerId, field?.stationRuns ?? [], field?.stationCan ?? { heat: true, cool: true }, limits, { gapMs: believedGapMs(limits, lagS), windowMs: rememberedMs, nowMs }),
    runwayUse: (field?.runways ?? []).map(({ runwayId, use }) => {
      const age = use ? ageOf(use.declaredAtMs, nowMs) : null
      const valid = use !== null && nowMs < use.expiresAtMs
      const value = use && (use.inUse ? 'inUse' : 'notInUse')
      return { name: 'runway_use', unit: null, value, age_s: age, source: use ? `${use.source} ${use.reference}` : runwayId, trust: valid ? 'good' : use ? 'stale' : 'missing', possible: valid && value ? [value] : ['inUse', 'notInUse'] }
    }),
  }
}

const plausible = (quantity: QuantityName): Interval => ({ min: quantitySpec(quantity).min, max: quantitySpec(quantity).max })
const missing = (name: FactName, quantity: QuantityName): QuantityFact => ({ name, unit: 'degC', value: null, age_s: null, source: null, trust: 'missing', possible: plausible(quantity) })
/** Age in whole s; null for an instant that is none. */
const ageOf = (atMs: number, nowMs: number): number | null => (Number.isFinite(atMs) ? Math.round((nowMs - atMs) / 1000) : null)

/** One sensor's fact. */
export function sensorFact(name: FactName, quantity: QuantityName, { sensorId, cadenceS, reading }: SensorState, nowMs: number, lagS = 0): QuantityFact {
  if (!reading) return { ...missing(name, quantity), source: sensorId }
  const age_s = ageOf(reading.atMs, nowMs)
  const trust = trustOf(quantity, freshnessLimits(cadenceS).staleAfterS + lagS, reading, age_s)
  return {
    name, unit: 'degC', value: Number.isFinite(reading.value) ? reading.value : null, age_s: age_s === null ? null : Math.max(0, age_s), source: sensorId, trust,
    possible: trust === 'good' ? exactly(reading.value) : plausible(quantity),
  }
}

/** A probe that says exactly the same for so long is taken to stick, s. Assumed: a tenth of a degree moves sooner, slowest deep in a slab. */
const stuckAfterS: Partial<Record<QuantityName, number>> = { surface_temperature: 3 * 3600, slab_temperature: 12 * 3600, dew_point: 6 * 3600 }

/** How far back a reading must be compared to tell that it sticks, ms of site time. */
export const stuckWindowMs = 13 * 3_600_000

/** A value from the future is as doubtful as an old one: somebody's clock is wrong. */
function trustOf(quantity: QuantityName, staleAfterS: number, { value, quality, atMs, unchangedSinceMs }: NonNullable<SensorState['reading']>, age_s: number | null): FactTrust {
  const { min, max } = quantitySpec(quantity)
  if (quality !== 0 || !(value >= min && value <= max)) return 'bad'
  if (!(age_s !== null && Math.abs(age_s) <= staleAfterS)) return 'stale'
  return (atMs - unchangedSinceMs) / 1000 <= (stuckAfterS[quantity] ?? Infinity) ? 'good' : 'stuck'
}
