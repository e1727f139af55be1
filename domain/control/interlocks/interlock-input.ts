import type { Loop } from '#domain/network/network'
import type { LoopLimits, StationLimits } from '#domain/network/plant-limits'
import type { CommandMode } from '../command'
import type { QuantityFact, StateFact } from './fact'
import type { RunFacts } from './run-facts'

/** What can be judged without knowing what is so at the moment. */
export interface AsBuilt {
  loop: Pick<Loop, 'service' | 'heatMinC' | 'heatMaxC' | 'coolMinC' | 'coolMaxC'>
  limits: LoopLimits
  mode: CommandMode
  setpoint_c: number | null
}

/** Who wants it and on what authority. */
export interface Authority {
  /** When it is requested a second person may still come; when it is sent there must have been one. */
  stage: 'request' | 'send'
  requester: string
  secondPerson: string | null
  /** Given by a strategy, a season or an optimiser instead of a person. */
  automatic: boolean
  notamReference: string | null
}

/** Each with everything it may be. Of sensors there is one fact each, and at least one. */
export interface Facts extends RunFacts {
  link: StateFact<'online' | 'offline'>
  local: StateFact<'local' | 'remote'>
  fault: StateFact<'fault' | 'sound'>
  dewPoint: QuantityFact
  slab: readonly QuantityFact[]
  surface: readonly QuantityFact[]
  /** What is delivered now, as the controller reads it back. */
  supply: readonly QuantityFact[]
  /** Supply that has flowed for the whole last hour. */
  recentSupply: QuantityFact
  /** One per runway above the loop. */
  runwayUse: readonly StateFact<'inUse' | 'notInUse'>[]
}

export interface InterlockInput extends AsBuilt {
  station: StationLimits
  authority: Authority
  facts: Facts
}
