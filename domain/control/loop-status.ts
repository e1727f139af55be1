import { deviceModeCode, deviceModeOf, type DeviceMode } from './command-block'
import { decodePoint, encodePoint, loopPoints, loopStatusLength } from './register-map'

/** Why a device refused a command block; stands at its register code. */
export const rejectCodes = ['none', 'oldSequence', 'badMode', 'setpointOutsideLimits', 'local'] as const
export type RejectCode = (typeof rejectCodes)[number]
export const rejectCodeNumber = (code: RejectCode): number => rejectCodes.indexOf(code)

/** Bits of the loop status word, by position. */
const loopStatusBits = ['running', 'local', 'fault', 'safeState', 'leaseEnded'] as const

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

/** Decodes the 15 input registers of a loop. @throws RangeError for a short block, a malformed word or an unknown mode code */
export function decodeLoopStatus(words: readonly number[]): LoopStatus {
  const value = (name: keyof typeof loopPoints): number => {
    const decoded = decodePoint(loopPoints[name], words)
    if (decoded === null) throw new RangeError(`${name}: no value`)
    return decoded
  }
  const code = value('mode')
  const mode = deviceModeOf(code)
  if (mode === null) throw new RangeError(`mode: ${code} is not a device mode`)
  const bits = value('status')
  const bit = (name: (typeof loopStatusBits)[number]): boolean => (bits & (1 << loopStatusBits.indexOf(name))) !== 0
  return {
    appliedSequence: value('appliedSequence'), mode, setpoint_c: decodePoint(loopPoints.setpoint, words), leaseRemainingS: value('leaseRemainingS'),
    valve_pct: value('valve'), pump_hz: value('pump'), supply_c: value('supply'), return_c: value('return'), flow_lPerMin: value('flow'), power_kw: value('power'),
    running: bit('running'), local: bit('local'), fault: bit('fault'), safeState: bit('safeState'), leaseEnded: bit('leaseEnded'),
    rejectCode: value('rejectCode'), seenSequence: value('seenSequence'),
  }
}

/** The 15 input registers of a loop, as a device serves them. @throws RangeError for a value its register cannot hold */
export function encodeLoopStatus(status: LoopStatus): number[] {
  const words = Array.from({ length: loopStatusLength }, () => 0)
  const put = (name: keyof typeof loopPoints, value: number | null): void => {
    encodePoint(loopPoints[name], value).forEach((word, i) => { words[loopPoints[name].offset + i] = word })
  }
  put('appliedSequence', status.appliedSequence)
  put('mode', deviceModeCode(status.mode))
  put('setpoint', status.setpoint_c)
  put('leaseRemainingS', status.leaseRemainingS)
  put('valve', status.valve_pct)
  put('pump', status.pump_hz)
  put('supply', status.supply_c)
  put('return', status.return_c)
  put('flow', status.flow_lPerMin)
  put('power', status.power_kw)
  put('status', loopStatusBits.reduce((bits, name, i) => bits | (status[name] ? 1 << i : 0), 0))
  put('rejectCode', status.rejectCode)
  put('seenSequence', status.seenSequence)
  return words
}
