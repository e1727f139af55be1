import { endStates, holdingStates, type CommandState } from '#domain/control/command'
import type { Acknowledged } from './asking-client'

export interface KeptCommand { id: number; key: string; loop: string; sequence: number; state: CommandState; appliedAt: Date | null }
export interface DeviceEffect { loop: string; sequence: number }

export interface SoakVerdict {
  acknowledged: number
  /** Acknowledged commands of which the database knows nothing. */
  lost: number
  /** Commands made of one key more than once. */
  madeTwice: number
  /** Sequences that the device carried out more than once. */
  doubleEffects: number
  /** Commands shown as applied or released by the device that it never carried out. */
  appliedNeverDone: number
  /** Commands that neither ended nor hold. */
  unsettled: number
  effects: number
}

/** Counts what must not be: from what the client was told, what the database keeps and what the device did. */
export function judgeSoak(acknowledged: readonly Acknowledged[], kept: readonly KeptCommand[], effects: readonly DeviceEffect[]): SoakVerdict {
  const ids = new Set(kept.map(({ id }) => id))
  const done = new Map<string, number>()
  for (const { loop, sequence } of effects) done.set(`${loop} ${sequence}`, (done.get(`${loop} ${sequence}`) ?? 0) + 1)
  const keys = new Map<string, number>()
  for (const { key } of kept) keys.set(key, (keys.get(key) ?? 0) + 1)
  const settled: readonly CommandState[] = [...endStates, ...holdingStates]
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.flatMap((one) => one.ids).filter((id) => !ids.has(id)).length,
    madeTwice: [...keys.values()].filter((count) => count > 1).length,
    doubleEffects: [...done.values()].filter((count) => count > 1).length,
    appliedNeverDone: kept.filter(({ appliedAt, loop, sequence }) => appliedAt !== null && !done.has(`${loop} ${sequence}`)).length,
    unsettled: kept.filter(({ state }) => !settled.includes(state)).length,
    effects: effects.length,
  }
}

/** Nothing acknowledged was lost, nothing was done twice, nothing was claimed that was not done, and all came to rest. */
export const isClean = (verdict: SoakVerdict): boolean => verdict.lost + verdict.madeTwice + verdict.doubleEffects + verdict.appliedNeverDone + verdict.unsettled === 0
