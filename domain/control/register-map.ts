/**
 * Register map 'hearthway-loop-1' (Modbus TCP, big-endian words), declared once: the driver writes by it, the twin serves by it.
 *
 * Controller-wide registers stand at their own address; the block of loop i (from 0) starts at 100 + 20 i in both tables.
 * Flow is scaled 1 l/min and thermal power 1 kW, because the loop of a runway third moves more than 6553 l/min and 3276 kW.
 */
export const deviceType = 0x4857
export const mapVersion = 1

export interface RegisterPoint {
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

export const controllerPoints = {
  /** Written by the server every heartbeat period (wall time). */
  heartbeat: point('heartbeat', 'holding', 0, 'u16'),
  heartbeatPeriodS: point('heartbeatPeriodS', 'holding', 1, 'u16', 1, 's'),
  deviceType: point('deviceType', 'input', 0, 'u16'),
  mapVersion: point('mapVersion', 'input', 1, 'u16'),
  loopCount: point('loopCount', 'input', 2, 'u16'),
  heartbeatSeen: point('heartbeatSeen', 'input', 3, 'u16'),
  /** Wall seconds since the heartbeat last changed; 65535 = never. */
  heartbeatAgeS: point('heartbeatAgeS', 'input', 4, 'u16', 1, 's'),
  /** Bit 0: heartbeat lost. */
  status: point('status', 'input', 5, 'u16'),
} as const satisfies Record<string, RegisterPoint>

/** The command block: one FC16 write of `commandBlockLength` registers. */
export const commandPoints = {
  sequence: point('sequence', 'holding', 0, 'u32'),
  mode: point('mode', 'holding', 2, 'u16'),
  setpoint: point('setpoint', 'holding', 3, 's16', 0.1, 'degC', noSetpoint),
  /** Relative lifetime in site seconds; 0 with mode auto = release to local automatic. */
  leaseS: point('leaseS', 'holding', 4, 'u16', 1, 's'),
} as const satisfies Record<string, RegisterPoint>

export const loopPoints = {
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

export const loopBase = 100
export const loopStride = 20
export const commandBlockLength = 5
export const loopStatusLength = 15

/** Address of the first register of loop `index`'s block, in either table. @throws RangeError for an index the map cannot hold */
export function loopAddress(index: number): number {
  const address = loopBase + loopStride * index
  if (!Number.isInteger(index) || index < 0 || address + loopStride > 0x10000) throw new RangeError(`loop index ${index}: not a place in the register map`)
  return address
}

const rawRange = { u16: [0, 0xffff], s16: [-0x7fff, 0x7fff], u32: [0, 0xffffffff] } as const

/** Registers a point occupies. */
export const wordsOf = (p: RegisterPoint): 1 | 2 => (p.type === 'u32' ? 2 : 1)

/**
 * Words (high first) of a value in the point's unit, rounded to the nearest count.
 * Null is written as the point's "no value" word.
 * @throws RangeError for NaN, infinity, undefined, null where the point has no such word, or a value the register cannot hold
 */
export function encodePoint(p: RegisterPoint, value: number | null): number[] {
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
export function decodePoint(p: RegisterPoint, words: readonly number[], blockOffset = 0): number | null {
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
