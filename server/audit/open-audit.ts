import type { Database } from '#db/database'
import type { Audit, AuditEntry } from '#domain/audit/audit-entry'
import { appendAsTold } from '#server/store/audit-log'
import { withOrigin } from '#server/store/audit-origin'

/** Entries written at once at most. */
const mostAtOnce = 500

interface Waiting { entry: AuditEntry; done: () => void; failed: (error: unknown) => void }

/**
 * The audit's door for what belongs to no transaction of its own. What comes in while the last batch is written goes together into the next: the
 * chain is written by one at a time, and waiting for the disk once serves all.
 */
export function openAudit(db: Database): Audit {
  let queue: Waiting[] = []
  let writing = false

  async function write(batch: readonly Waiting[]): Promise<void> {
    try {
      await db.transaction(async (tx) => appendAsTold(tx, batch.map(({ entry }) => entry)))
      for (const { done } of batch) done()
    } catch (error) {
      // One that cannot be written must not take the others with it.
      if (batch.length === 1) batch[0]!.failed(error)
      else for (const one of batch) await write([one])
    }
  }

  async function writeAll(): Promise<void> {
    writing = true
    while (queue.length > 0) {
      const batch = queue.slice(0, mostAtOnce)
      queue = queue.slice(mostAtOnce)
      await write(batch)
    }
    writing = false
  }

  return {
    record: (entry) => new Promise((done, failed) => {
      queue.push({ entry: withOrigin(entry), done, failed })
      if (!writing) void writeAll()
    }),
  }
}
