import { isEnd, isOnDevice } from '#domain/control/command'
import type { CommandStep, StoredCommand } from './command-store'

/** A command's row after a step. The same for every store: fencing makes sure that the row is still as it was read. */
export function afterStep(row: StoredCommand, step: CommandStep): StoredCommand {
  const { event, state, at } = step
  const again = event === 'takeOver'
  return {
    ...row, attempt: row.attempt + 1, state, reason: step.reason,
    readBack: step.readBack ?? row.readBack, sequence: step.sequence ?? row.sequence, sentLeaseS: step.sentLeaseS ?? row.sentLeaseS,
    takenOver: again || row.takenOver,
    interlocks: step.interlocks ?? row.interlocks, ...effectAfter(row, step),
    queuedAt: event === 'authorise' || again ? at : row.queuedAt,
    selectedAt: event === 'select' ? at : row.selectedAt,
    operatedAt: event === 'operate' ? at : row.operatedAt,
    sentAt: again ? null : step.sentAt ?? row.sentAt,
    acceptedAt: again ? null : row.acceptedAt ?? (state === 'accepted' || state === 'applied' ? at : null),
    appliedAt: again ? null : row.appliedAt ?? (state === 'applied' ? at : null),
    effectiveAt: again ? null : row.effectiveAt ?? (state === 'effective' ? at : null),
    endedAt: isEnd(state) ? at : null,
    expiresAt: step.expiresAt ?? row.expiresAt,
    waitUntil: step.waitUntil ?? (event === 'note' ? row.waitUntil : null),
  }
}

/**
 * An effect belongs to the span in which the device carries the command out. A new span begins anew and knows nothing of the last one; nothing is said of
 * the effect of what stands held; and what was still open when the command ended stays open for good.
 */
function effectAfter(row: StoredCommand, { event, state, at, effect, expectation }: CommandStep): Pick<StoredCommand, 'effect' | 'expectation'> {
  if (event === 'agrees' || state === 'held') return { effect: null, expectation: null }
  const open = row.effect?.verdict === 'pending' && !isOnDevice(state)
  return {
    effect: effect ?? (open && row.effect ? { ...row.effect, verdict: 'unjudgeable', reason: 'not_told_apart', judged_at: at.toISOString() } : row.effect),
    expectation: expectation ?? row.expectation,
  }
}
