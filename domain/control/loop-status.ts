import type { DeviceMode } from './command-block'

/** Why a device refused a command block; stands at its register code. */
export const rejectCodes = ['none', 'oldSequence', 'badMode', 'setpointOutsideLimits', 'local'] as const
export type RejectCode = (typeof rejectCodes)[number]
export const rejectCodeNumber = (code: RejectCode): number => rejectCodes.indexOf(code)

/**
 * What a device says of one loop. Null = the device has no such register: nobody knows, it is never 0.
 * `rejectCode` stands in `rejectCodes`; a number beyond it is a code of the device's own.
 */
export interface LoopStatus {
  /** Sequence of the block that is being carried out; null for a device that keeps none ("unfenced"). */
  appliedSequence: number | null
  mode: DeviceMode
  setpoint_c: number | null
  leaseRemainingS: number | null
  valve_pct: number | null
  pump_hz: number | null
  supply_c: number | null
  return_c: number | null
  flow_lPerMin: number | null
  power_kw: number | null
  running: boolean
  local: boolean
  fault: boolean
  safeState: boolean
  leaseEnded: boolean
  rejectCode: number
  /** Sequence of the last block received, carried out or not; null with `appliedSequence`. */
  seenSequence: number | null
}
