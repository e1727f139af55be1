import { decodePoint, lengthOf, type RegisterPoint, type RegisterTable } from './register-point'
import type { FlagPoint } from './register-map'

/** A run of registers (or bits) of one table. */
export interface RegisterRun { table: RegisterTable; address: number; length: number }

/** What was read from a device, by table and address; what was not read is absent, never 0. */
export class RegisterImage {
  private readonly words = new Map<string, number>()

  put(table: RegisterTable, address: number, words: readonly number[]): void {
    words.forEach((word, i) => this.words.set(`${table} ${address + i}`, word))
  }

  get(table: RegisterTable, address: number): number | undefined {
    return this.words.get(`${table} ${address}`)
  }

  /** @throws RangeError when its registers were not read */
  value(name: string, point: RegisterPoint): number | null {
    return decodePoint(name, point, Array.from({ length: lengthOf(point) }, (_, i) => this.get(point.table, point.address + i)))
  }

  /** False for a flag that the device never says. @throws RangeError as `value` */
  flag(name: string, flag: FlagPoint): boolean {
    if ('never' in flag) return false
    const word = this.get(flag.table, flag.address)
    if (word === undefined) throw new RangeError(`${name}: ${flag.table} ${flag.address} is missing`)
    return (((word >> (flag.bit ?? 0)) & 1) === 1) !== flag.invert
  }
}

/** As few reads as the limits allow. Bits are read 16 times as many at once, for that is how they are counted in a frame. */
export function planReads(wanted: readonly RegisterRun[], limits: { maxRegisters: number; maxGap: number }): RegisterRun[] {
  const runs: RegisterRun[] = []
  for (const run of [...wanted].sort((a, b) => a.table.localeCompare(b.table) || a.address - b.address)) {
    const last = runs.at(-1)
    const most = limits.maxRegisters * (run.table === 'coil' || run.table === 'discrete' ? 16 : 1)
    const end = run.address + run.length
    if (last?.table === run.table && run.address <= last.address + last.length + limits.maxGap && end - last.address <= most) last.length = Math.max(last.length, end - last.address)
    else runs.push({ ...run })
  }
  return runs
}
