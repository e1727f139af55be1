export const registerTables = ['holding', 'input', 'coil', 'discrete'] as const
export type RegisterTable = (typeof registerTables)[number]
export const registerTypes = ['u16', 's16', 'u32', 's32', 'f32', 'bit'] as const
export type RegisterType = (typeof registerTypes)[number]
export const registerUnits = ['', 's', 'degC', '%', 'Hz', 'l/min', 'kW'] as const
export type RegisterUnit = (typeof registerUnits)[number]
export type Order = 'highFirst' | 'lowFirst'

/** One value in a device's registers, with everything that is needed to read or write it. */
export interface RegisterPoint {
  table: RegisterTable
  /** As it stands in the frame, from 0; in the block of a loop counted from the block's first register. */
  address: number
  type: RegisterType
  wordOrder: Order
  byteOrder: Order
  /** Value of one count, in `unit`. */
  scale: number
  unit: RegisterUnit
  /** Raw word(s) as one unsigned number that mean "no value"; a float that is no number always does. */
  none?: number | undefined
}

export const isWordTable = (table: RegisterTable): boolean => table === 'holding' || table === 'input'
/** Registers (or bits) a point occupies. */
export const lengthOf = (point: Pick<RegisterPoint, 'type'>): 1 | 2 => (point.type === 'u32' || point.type === 's32' || point.type === 'f32' ? 2 : 1)

const range: Record<Exclude<RegisterType, 'f32'>, readonly [number, number]> = { bit: [0, 1], u16: [0, 0xffff], s16: [-0x8000, 0x7fff], u32: [0, 0xffffffff], s32: [-0x80000000, 0x7fffffff] }
const swapBytes = (word: number): number => ((word & 0xff) << 8) | (word >> 8)
const isWord = (word: unknown): word is number => Number.isInteger(word) && (word as number) >= 0 && (word as number) <= 0xffff

/**
 * Words of a value in the point's unit, rounded to the nearest count (a float: to the nearest one). Null is written as "no value".
 * @param name for the message
 * @throws RangeError for NaN, infinity, undefined, null where the point has no such word, a value the register cannot hold or would hold as "no value"
 */
export function encodePoint(name: string, point: RegisterPoint, value: number | null): number[] {
  if (value === null) {
    if (point.none === undefined) throw new RangeError(`${name}: a value is required`)
    return wordsOf(point, point.none)
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new RangeError(`${name}: ${String(value)} is not a finite number`)
  const raw = rawOf(name, point, value)
  if (raw === point.none) throw new RangeError(`${name}: ${value} would be read as "no value"`)
  return wordsOf(point, raw)
}

/** Raw content of the register(s) as one unsigned number. */
function rawOf(name: string, point: RegisterPoint, value: number): number {
  if (point.type === 'f32') {
    const single = Math.fround(value / point.scale)
    if (!Number.isFinite(single)) throw new RangeError(`${name}: ${value} does not fit its f32 register`)
    return new Uint32Array(Float32Array.of(single).buffer)[0] as number
  }
  const count = Math.round(value / point.scale)
  const [min, max] = range[point.type]
  if (count < min || count > max) throw new RangeError(`${name}: ${value} does not fit its ${point.type} register`)
  return count >= 0 ? count : count + 2 ** (16 * lengthOf(point))
}

function wordsOf(point: RegisterPoint, raw: number): number[] {
  const words = lengthOf(point) === 1 ? [raw] : [Math.floor(raw / 0x10000), raw % 0x10000]
  if (point.wordOrder === 'lowFirst') words.reverse()
  return point.byteOrder === 'lowFirst' && isWordTable(point.table) ? words.map(swapBytes) : words
}

/**
 * Value in the point's unit from its own words; null for "no value".
 * @throws RangeError when words are missing or are no 16-bit integers: a short answer is never read as 0
 */
export function decodePoint(name: string, point: RegisterPoint, words: readonly (number | undefined)[]): number | null {
  const raw = unsignedOf(name, point, words)
  if (raw === point.none) return null
  if (point.type === 'f32') {
    const single = new Float32Array(Uint32Array.of(raw).buffer)[0] as number
    // Seven digits are what a single holds: 35.1 is told as 35.1, not as 35.09999847.
    return Number.isFinite(single) ? Number((single * point.scale).toPrecision(7)) : null
  }
  const bits = 16 * lengthOf(point)
  const signed = (point.type === 's16' || point.type === 's32') && raw >= 2 ** (bits - 1)
  return scaled(signed ? raw - 2 ** bits : raw, point.scale)
}

/** The content of a point as one unsigned number, before any meaning. @throws RangeError as decodePoint */
export function unsignedOf(name: string, point: RegisterPoint, words: readonly (number | undefined)[]): number {
  const ordered = Array.from({ length: lengthOf(point) }, (_, i) => {
    const word = words[i]
    if (!isWord(word)) throw new RangeError(`${name}: register ${point.address + i} is missing or is no 16-bit word`)
    return point.byteOrder === 'lowFirst' && isWordTable(point.table) ? swapBytes(word) : word
  })
  if (point.wordOrder === 'lowFirst') ordered.reverse()
  return ordered.reduce((sum, word) => sum * 0x10000 + word, 0)
}

/** Divides by the counts per unit where there is a whole number of them: 351 / 10 is 35.1, 351 * 0.1 is not. */
function scaled(count: number, scale: number): number {
  const perUnit = 1 / scale
  return Math.abs(perUnit - Math.round(perUnit)) < 1e-9 * perUnit ? count / Math.round(perUnit) : count * scale
}
