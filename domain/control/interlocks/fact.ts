import type { Interval } from './interval'

/** What an interlock can look at; the web has a word for each. */
export const factNames = [
  'controller_link', 'local_switch', 'controller_fault', 'dew_point', 'slab_temperature', 'surface_temperature', 'supply_temperature', 'recent_supply',
  'compressor', 'compressor_stopped_for', 'compressor_running_for', 'compressor_starts', 'since_heating', 'since_cooling', 'runway_use', 'second_person', 'notam_reference',
] as const
export type FactName = (typeof factNames)[number]

/** How far a fact can be believed; all but `good` stand for everything that is plausible. */
export const factTrusts = ['good', 'stale', 'bad', 'stuck', 'missing'] as const
export type FactTrust = (typeof factTrusts)[number]

interface FactHead {
  name: FactName
  /** Age of the value by site time, s; null when there is none or it has no age. */
  age_s: number | null
  /** Sensor, controller or person it comes from; null when nobody says anything. */
  source: string | null
  trust: FactTrust
}

/** A quantity. `value` is what was last said, `possible` what may be true given how far that can be trusted: rules look at `possible` only. */
export interface QuantityFact extends FactHead { value: number | null; unit: 'degC' | 's' | '1/h'; possible: Interval }

/** A state out of a few. Rules look at `possible` only. */
export interface StateFact<S extends string = string> extends FactHead { value: S | null; unit: null; possible: readonly S[] }

export type Fact = QuantityFact | StateFact

/** Whether a state can be ruled out. */
export const isImpossible = <S extends string>(fact: StateFact<S>, state: S): boolean => !fact.possible.includes(state)
/** Whether it is certain. */
export const isCertain = <S extends string>(fact: StateFact<S>, state: S): boolean => fact.possible.length === 1 && fact.possible[0] === state
