import { loopLimits, stationLimits } from '#domain/network/plant-limits'
import { factsOf, type ControllerAnswer } from '../facts-of'
import type { Authority, InterlockInput } from '../interlock-input'
import type { LoopField, RunSample, RunwayUse, SensorState } from '../loop-field'

export const nowMs = 40_000_000

export const sensor = (sensorId: string, value: number, ageS = 0, quality = 0): SensorState => ({ sensorId, cadenceS: 300, reading: { value, atMs: nowMs - ageS * 1000, quality, unchangedSinceMs: nowMs - ageS * 1000 } })

/** Rested for two hours. */
export const rested = Array.from({ length: 121 }, (_, i) => ({ atMs: nowMs - (120 - i) * 60_000, flowing: false, power_kw: 0, supply_c: 12 }))

export const knownAnswer: ControllerAnswer = { controllerId: 'C', link: 'online', status: { local: false, fault: false, supply_c: 12 }, atMs: nowMs }
export const knownField: LoopField = {
  limits: loopLimits(['asphalt']), station: stationLimits(), slab: [sensor('slab', 12)], surface: [sensor('surface', 14)], dewPoint: sensor('dew', 5),
  runs: rested, stationId: 'E', stationCan: { heat: true, cool: true }, stationRuns: [rested], runways: [],
}

export interface Known { answer?: Partial<ControllerAnswer>; field?: Partial<LoopField> | null; command?: Partial<Omit<InterlockInput, 'facts' | 'limits' | 'station'>> }

/** A loop that may do either, of which everything is known; a command to heat it to 35 °C that nothing forbids. */
export function knownInput({ answer, field, command }: Known = {}): InterlockInput {
  const all = field === null ? null : { ...knownField, ...field }
  return {
    loop: { service: 'heatAndCool', heatMinC: 20, heatMaxC: 45, coolMinC: 8, coolMaxC: 22 }, mode: 'heat', setpoint_c: 35,
    authority: { stage: 'request', requester: 'li', secondPerson: null, automatic: false, notamReference: null },
    ...command,
    limits: all?.limits ?? loopLimits([]), station: all?.station ?? stationLimits(), facts: factsOf({ ...knownAnswer, ...answer }, all, nowMs),
  }
}

const minute = 60_000
/** Ran for the last minutes and rested before; `agoMinutes` ends earlier. */
export const ran = (minutes: number, power_kw: number, supply_c = 30, agoMinutes = 0): RunSample[] =>
  rested.map((sample) => (sample.atMs > nowMs - (minutes + agoMinutes) * minute && sample.atMs <= nowMs - agoMinutes * minute ? { ...sample, flowing: true, power_kw, supply_c } : sample))
/** Nothing was heard for the last minutes. */
export const unheard = (runs: readonly RunSample[], minutes: number, agoMinutes = 0): RunSample[] => runs.filter(({ atMs }) => atMs <= nowMs - (minutes + agoMinutes) * minute || atMs > nowMs - agoMinutes * minute)

/** A runway that is closed, with everything that a command on it needs. */
export const runway = (use: Partial<RunwayUse> | null = {}): Pick<LoopField, 'runways'> =>
  ({ runways: [{ runwayId: 'R', use: use && { inUse: false, source: 'feed', reference: 'T1', declaredAtMs: nowMs - 60_000, expiresAtMs: nowMs + 600_000, ...use } }] })
export const cleared: Authority = { stage: 'send', requester: 'li', secondPerson: 'wang', automatic: false, notamReference: 'A0123/26' }

export const cool = { mode: 'cool', setpoint_c: 12 } as const
export const off = { mode: 'off', setpoint_c: null } as const
export const release = { mode: 'release', setpoint_c: null } as const
export const hold = { mode: 'hold', setpoint_c: null } as const
