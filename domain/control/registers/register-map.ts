import type { DeviceMode } from '../command-block'
import type { RejectCode } from '../loop-status'
import type { RegisterPoint, RegisterTable } from './register-point'

/** A value that is written, where it can be read again, and the input that tells what the device makes of it. */
export interface CommandPoint extends RegisterPoint {
  /** What may be written, in the point's unit; beside the limits of the loop. */
  limits?: { min: number; max: number } | undefined
  /** Where the written value is read back; absent = the register that was written. */
  readBack?: { table: RegisterTable; address: number } | undefined
  /** What the device does by it: an echo of the written register is no proof. */
  statusInput?: RegisterPoint | undefined
}

/** A yes or no: a bit of a word, a coil or a discrete input; or the reason for which a device never says it. */
export type FlagPoint = { table: RegisterTable; address: number; bit?: number | undefined; invert: boolean } | { never: string }

export const measuredPoints = ['valve', 'pump', 'supply', 'return', 'flow', 'power'] as const
export type MeasuredPoint = (typeof measuredPoints)[number]
export const loopFlags = ['running', 'local', 'fault', 'safeState', 'leaseEnded'] as const
export type LoopFlag = (typeof loopFlags)[number]

/** How one model of controller is spoken to by Modbus. Controller-wide points stand at their own address, loop points in the loop's block. */
export interface RegisterMap {
  name: string
  title: { zh: string; en: string }
  /** Registers of one read and the longest gap it may span; pause between two requests, wall ms. */
  reading: { maxRegisters: number; maxGap: number }
  minGapMs: number
  /** Registers that tell the model: another value is another device. */
  identity: { point: RegisterPoint; equals: number }[]
  loopCount?: RegisterPoint | undefined
  /** Null: the device watches no heartbeat, and a command ends by its lease alone. */
  heartbeat: { counter: RegisterPoint; periodS?: RegisterPoint | undefined; seen?: RegisterPoint | undefined; lost: FlagPoint } | null
  /** First register and length of the blocks of loop 0, 1, ... in each table that has any. */
  loops: Partial<Record<RegisterTable, { base: number; stride: number }>>
  command: {
    /** Absent: the device keeps no sequence, and is shown as unfenced. */
    sequence?: CommandPoint | undefined
    mode: CommandPoint
    setpoint: CommandPoint
    leaseS: CommandPoint
    /** Level that hands the loop to the server: 1 with every mode but automatic. */
    remote?: CommandPoint | undefined
  }
  modes: Partial<Record<DeviceMode, number>>
  status: { seenSequence?: RegisterPoint | undefined; rejectCode?: RegisterPoint | undefined } & Partial<Record<MeasuredPoint, RegisterPoint | undefined>>
  flags: Record<LoopFlag, FlagPoint>
  rejectCodes: Record<string, RejectCode>
}

export const isFenced = (map: RegisterMap): boolean => map.command.sequence !== undefined

/** The point as it stands for loop `index`. @throws RangeError when there is no such place */
export function ofLoop<P extends { table: RegisterTable; address: number }>(map: RegisterMap, point: P, index: number): P {
  const block = map.loops[point.table]
  const address = block ? block.base + block.stride * index + point.address : NaN
  if (!Number.isInteger(index) || index < 0 || !(address + 2 <= 0x10000)) throw new RangeError(`loop index ${index}: not a place in the register map ${map.name}`)
  return { ...point, address }
}
