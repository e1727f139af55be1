import type { LoopView } from './commands'

export type LoopControl = 'auto' | 'manual' | 'local' | 'unknown'

/** Who controls a loop, as far as it is known now; a silent controller is unknown, whatever it said last. */
export function loopControl(loop: LoopView | undefined): LoopControl {
  if (!loop || loop.link !== 'online' || !loop.actual) return 'unknown'
  if (loop.actual.local) return 'local'
  return loop.holder.slot === 8 ? 'manual' : 'auto'
}

export type ControlCounts = Record<LoopControl, number>

/** How many loops of a network are in which hands. */
export function countControl(loopIds: Iterable<string>, loops: ReadonlyMap<string, LoopView>): ControlCounts {
  const counts: ControlCounts = { auto: 0, manual: 0, local: 0, unknown: 0 }
  for (const id of loopIds) counts[loopControl(loops.get(id))] += 1
  return counts
}
