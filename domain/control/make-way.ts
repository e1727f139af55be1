import type { CommandMode, CommandState } from './command'
import { nextState, type CommandEvent } from './life-cycle'
import type { EndReason, RefusalReason } from './reasons'

export interface InFlight { id: number; slot: number; state: CommandState; needsOperate: boolean }
export type Way = { open: true; event: CommandEvent; reason: EndReason } | { open: false; reason: RefusalReason }

/**
 * Whether the one command in flight on a loop gives way to a newer one. A queued one does; a reservation and what was sent only to an off or a release;
 * nothing to a lower slot; everything to a stop (`everySlot`). The life cycle's table has the last word.
 */
export function makeWay(want: { slot: number; mode: CommandMode; everySlot: boolean }, current: InFlight): Way {
  const ends = want.everySlot || want.mode === 'off' || want.mode === 'release'
  const event = ends ? 'stop' : 'supersede'
  const outranks = want.everySlot || want.slot <= current.slot
  const reserved = current.needsOperate && !ends
  if (outranks && !reserved && nextState(current.state, event) !== null) return { open: true, event, reason: ends ? 'stopped' : 'replaced' }
  return { open: false, reason: current.state === 'unknown' ? 'outcome_unknown' : 'command_in_flight' }
}
