import { prioritySlots } from '#domain/control/command'
import type { LoopView } from './commands'

/** Whose hands a loop is in, worst first: the order in which they are shown. */
export const loopControls = ['unknown', 'safe_state', 'local', 'foreign', 'manual', 'auto'] as const
export type LoopControl = (typeof loopControls)[number]

/** Mark before the word, so that no hand is told by colour alone. */
export const controlMark: Record<LoopControl, string> = { unknown: '?', safe_state: '▲', local: '■', foreign: '◇', manual: '◆', auto: '' }

/**
 * Who controls a loop, as far as it is known now; a silent controller is unknown, whatever it said last.
 * `safe_state`: the dead-man took over; `foreign`: it carries out a command that is not ours. Automatic only when it says so itself.
 */
export function loopControl(loop: LoopView | undefined): LoopControl {
  if (!loop || loop.link !== 'online' || !loop.actual) return 'unknown'
  if (loop.actual.local) return 'local'
  if (loop.actual.safe_state || loop.holder.who === 'safe_state') return 'safe_state'
  if (loop.holder.slot === prioritySlots.operator) return 'manual'
  if (loop.holder.slot !== null) return 'unknown'
  return loop.holder.who === 'auto' ? 'auto' : loop.holder.who === 'foreign' ? 'foreign' : 'unknown'
}

export type ControlCounts = Record<LoopControl, number>

/** How many loops of a network are in which hands. */
export function countControl(loopIds: Iterable<string>, loops: ReadonlyMap<string, LoopView>): ControlCounts {
  const counts: ControlCounts = { auto: 0, manual: 0, local: 0, safe_state: 0, foreign: 0, unknown: 0 }
  for (const id of loopIds) counts[loopControl(loops.get(id))] += 1
  return counts
}
