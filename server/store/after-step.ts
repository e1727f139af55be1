import { isEnd } from '#domain/control/command'
import type { CommandStep, StoredCommand } from './command-store'

/** A command's row after a step. The same for every store: fencing makes sure that the row is still as it was read. */
export function afterStep(row: StoredCommand, step: CommandStep): StoredCommand {
  const { event, state, at } = step
  const again = event === 'takeOver'
  return {
    ...row, attempt: row.attempt + 1, state, reason: step.reason,
    readBack: step.readBack ?? row.readBack, sequence: step.sequence ?? row.sequence, sentLeaseS: step.sentLeaseS ?? row.sentLeaseS,
    takenOver: again || row.takenOver,
    interlocks: step.interlocks ?? row.interlocks, effect: step.effect ?? row.effect,
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
