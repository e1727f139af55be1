import type { Queryable, Transaction } from '#db/database'
import { appendAudit } from './audit-log'
import type { CommandStep } from './command-store'

/** 'request': the command was made. */
type EventStep = Pick<CommandStep, 'at' | 'state' | 'actor' | 'reason' | 'detail' | 'origin'> & { event: CommandStep['event'] | 'request' }

const waiting = new WeakMap<Transaction, { commandId: number; step: EventStep }[]>()

/**
 * Appends to the record of a command and, with the same transaction, to the chain of the audit; nothing ever changes either. All events of a
 * transaction are written at once before its commit: a request for a zone has hundreds.
 */
export function saveCommandEvent(tx: Transaction, commandId: number, step: EventStep): void {
  const before = waiting.get(tx)
  if (before) before.push({ commandId, step })
  else {
    const events = [{ commandId, step }]
    waiting.set(tx, events)
    tx.beforeCommit(() => writeEvents(tx, events))
  }
  const { at, actor, reason, origin } = step
  appendAudit(tx, [{
    at, event: `command.${step.event === 'note' ? 'noted' : step.state}`, actor, role: origin?.role ?? null, secondPerson: origin?.secondPerson ?? null, address: origin?.address ?? null,
    subject: `command:${commandId}`, reason, after: { ...step.detail, state: step.state, step: step.event }, ...(origin?.seen === undefined ? {} : { seen: origin.seen }),
  }])
}

async function writeEvents(tx: Queryable, events: readonly { commandId: number; step: EventStep }[]): Promise<void> {
  const steps = events.map(({ step }) => step)
  await tx.query('INSERT INTO command_events (command_id, at, state, actor, detail) SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::jsonb[])', [
    events.map(({ commandId }) => commandId), steps.map(({ at }) => at), steps.map(({ state }) => state), steps.map(({ actor }) => actor),
    steps.map(({ event, reason, detail }) => JSON.stringify({ event, ...(reason === null ? {} : { reason }), ...detail })),
  ])
}
