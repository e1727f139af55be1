import { checkCommandBlock, deviceModeCode, deviceModeOf, type CommandBlock, type HeldBlock } from '../command-block'
import type { LoopStatus } from '../loop-status'

/**
 * The first encoder of 'hearthway-loop-1', written before register maps were files: the golden measure of the file, and the words in
 * which devices of tests speak. Nothing outside tests uses it.
 */
interface RegisterPoint {
  name: string
  table: 'holding' | 'input'
  /** Address for controller-wide points, offset in the loop's block for loop points. */
  offset: number
  type: 'u16' | 's16' | 'u32'
  /** Value of one count, in `unit`. */
  scale: number
  unit: '' | 's' | 'degC' | '%' | 'Hz' | 'l/min' | 'kW'
  /** Raw word that means "no value"; absent where a value always stands. */
  none?: number
}

const point = (name: string, table: RegisterPoint['table'], offset: number, type: RegisterPoint['type'], scale = 1, unit: RegisterPoint['unit'] = '', none?: number): RegisterPoint =>
  none === undefined ? { name, table, offset, type, scale, unit } : { name, table, offset, type, scale, unit, none }

/** Raw word of a setpoint that is not set: off, hold and auto carry it, so that no mode ever carries a stray 0 °C. */
const noSetpoint = 0x8000

/** The command block: one FC16 write of `commandBlockLength` registers. */
const commandPoints = {
  sequence: point('sequence', 'holding', 0, 'u32'),
  mode: point('mode', 'holding', 2, 'u16'),
  setpoint: point('setpoint', 'holding', 3, 's16', 0.1, 'degC', noSetpoint),
  /** Relative lifetime in site seconds; 0 with mode auto = release to local automatic. */
  leaseS: point('leaseS', 'holding', 4, 'u16', 1, 's'),
} as const satisfies Record<string, RegisterPoint>

const loopPoints = {
  appliedSequence: point('appliedSequence', 'input', 0, 'u32'),
  mode: point('mode', 'input', 2, 'u16'),
  setpoint: point('setpoint', 'input', 3, 's16', 0.1, 'degC', noSetpoint),
  leaseRemainingS: point('leaseRemainingS', 'input', 4, 'u16', 1, 's'),
  valve: point('valve', 'input', 5, 'u16', 0.1, '%'),
  pump: point('pump', 'input', 6, 'u16', 0.1, 'Hz'),
  supply: point('supply', 'input', 7, 's16', 0.1, 'degC'),
  return: point('return', 'input', 8, 's16', 0.1, 'degC'),
  flow: point('flow', 'input', 9, 'u16', 1, 'l/min'),
  /** Positive = heat into the pavement. */
  power: point('power', 'input', 10, 's16', 1, 'kW'),
  status: point('status', 'input', 11, 'u16'),
  rejectCode: point('rejectCode', 'input', 12, 'u16'),
  /** Of the last block received, carried out or not. */
  seenSequence: point('seenSequence', 'input', 13, 'u32'),
} as const satisfies Record<string, RegisterPoint>

const loopStatusLength = 15

const rawRange = { u16: [0, 0xffff], s16: [-0x7fff, 0x7fff], u32: [0, 0xffffffff] } as const

/**
 * Words (high first) of a value in the point's unit, rounded to the nearest count.
 * Null is written as the point's "no value" word.
 * @throws RangeError for NaN, infinity, undefined, null where the point has no such word, or a value the register cannot hold
 */
function encodePoint(p: RegisterPoint, value: number | null): number[] {
  if (value === null) {
    if (p.none === undefined) throw new RangeError(`${p.name}: a value is required`)
    return [p.none]
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new RangeError(`${p.name}: ${String(value)} is not a finite number`)
  const raw = Math.round(value / p.scale)
  const [min, max] = rawRange[p.type]
  if (raw < min || raw > max) throw new RangeError(`${p.name}: ${value} does not fit its ${p.type} register`)
  return p.type === 'u32' ? [Math.floor(raw / 0x10000), raw % 0x10000] : [raw < 0 ? raw + 0x10000 : raw]
}

/**
 * Value in the point's unit from the words of its block (`words[0]` is the register at offset `blockOffset`); null for "no value".
 * @throws RangeError when the words are missing or are no 16-bit integers: a short answer is never read as 0
 */
function decodePoint(p: RegisterPoint, words: readonly number[], blockOffset = 0): number | null {
  const high = wordAt(p, words, p.offset - blockOffset)
  if (p.none !== undefined && high === p.none) return null
  if (p.type === 'u32') return high * 0x10000 + wordAt(p, words, p.offset - blockOffset + 1)
  const raw = p.type === 's16' && high > 0x7fff ? high - 0x10000 : high
  // Counts per unit instead of a product: 351 / 10 is 35.1, 351 * 0.1 is not.
  return p.scale === 1 ? raw : raw / Math.round(1 / p.scale)
}

function wordAt(p: RegisterPoint, words: readonly number[], at: number): number {
  const word = words[at]
  if (word === undefined || !Number.isInteger(word) || word < 0 || word > 0xffff) throw new RangeError(`${p.name}: register ${at} of the block is missing or is no 16-bit word`)
  return word
}

/** The five registers of a command block. @throws RangeError for anything that is not exactly what they can say */
export function encodeCommandBlock(block: CommandBlock): number[] {
  checkCommandBlock(block)
  return [
    ...encodePoint(commandPoints.sequence, block.sequence),
    ...encodePoint(commandPoints.mode, deviceModeCode(block.mode)),
    ...encodePoint(commandPoints.setpoint, block.setpoint_c),
    ...encodePoint(commandPoints.leaseS, block.leaseS),
  ]
}

/** What stands in a command block; mode null for an unknown code. @throws RangeError for a short or malformed block */
export function decodeCommandBlock(words: readonly number[]): HeldBlock & { sequence: number; leaseS: number } {
  return {
    sequence: decodePoint(commandPoints.sequence, words) ?? 0,
    mode: deviceModeOf(decodePoint(commandPoints.mode, words) ?? -1),
    setpoint_c: decodePoint(commandPoints.setpoint, words),
    leaseS: decodePoint(commandPoints.leaseS, words) ?? 0,
  }
}

/** Bits of the loop status word, by position. */
const loopStatusBits = ['running', 'local', 'fault', 'safeState', 'leaseEnded'] as const

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
