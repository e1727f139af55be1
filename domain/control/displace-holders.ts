import { isOnDevice, prioritySlots, type CommandState } from './command'
import type { CommandEvent } from './life-cycle'
import type { EndReason } from './reasons'

export interface Holder { id: number; slot: number; state: CommandState }
export interface Displacement { id: number; event: CommandEvent; reason: EndReason }

/** How a step touches the loop's other holders; null = not at all. */
export const placeTaken = (event: CommandEvent | 'note', state: CommandState): 'applied' | 'held' | 'released' | 'vacated' | null =>
  event === 'note' ? null : event === 'releaseConfirmed' ? 'released' : event === 'vacated' && state === 'released' ? 'vacated' : state === 'applied' || state === 'held' ? state : null

/**
 * What becomes of the other holders of a loop when one of its commands takes its place (`applied`, or `held` below a higher one) or is confirmed as
 * released, or vacates its slot without a word to the device. Same slot: ended. Lower slots: stand held, their leases run; below an interlock trip they end, so that nothing begins again by itself. A higher one that was thought to be on the device is not: the device says so.
 * @param holders the loop's other commands that hold
 */
export function displaceHolders(command: { id: number; slot: number; everySlot: boolean; renews: number | null }, becomes: 'applied' | 'held' | 'released' | 'vacated', holders: readonly Holder[]): Displacement[] {
  return holders.flatMap((holder): Displacement[] => {
    const { id } = holder
    if (becomes === 'released') {
      if (command.everySlot) return [{ id, event: 'releaseConfirmed', reason: 'stopped' }]
      if (holder.slot === command.slot) return [{ id, event: 'releaseConfirmed', reason: 'released' }]
      // The device has gone to its automatic: whoever else was thought to be on it stands held and may take over.
      return isOnDevice(holder.state) ? [{ id, event: 'outranked', reason: 'outranked' }] : []
    }
    if (becomes === 'vacated') return holder.slot === command.slot && !isOnDevice(holder.state) ? [{ id, event: 'vacated', reason: 'slot_vacated' }] : []
    if (holder.slot === command.slot) return [{ id, event: 'supersede', reason: command.renews === id ? 'renewed' : 'replaced' }]
    if (becomes === 'applied' && command.slot === prioritySlots.automaticLifeSafety && holder.slot > command.slot) return [{ id, event: 'supersede', reason: 'life_safety_trip' }]
    if (becomes === 'held' || !isOnDevice(holder.state)) return []
    return [holder.slot > command.slot ? { id, event: 'outranked', reason: 'outranked' } : { id, event: 'outrun', reason: 'newer_sequence' }]
  })
}
