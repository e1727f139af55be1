import { openDatabase } from '#db/connect'
import type { CommandState } from '#domain/control/command'
import type { DeviceEffect, KeptCommand } from './judge-soak'

/** What a device counted, by the names of its loops. */
export const effectsOf = (loops: string, effects: readonly { loop: number; sequence: number }[]): DeviceEffect[] => effects.map(({ loop, sequence }) => ({ loop: `${loops}${loop}`, sequence }))

/** All commands, once none is in flight any more, or after a minute as they are. */
export async function settledCommands(url: string): Promise<KeptCommand[]> {
  const db = await openDatabase({ url })
  try {
    for (let i = 0; i < 120; i += 1) {
      const [row] = await db.query<{ open: number }>("SELECT count(*)::int AS open FROM commands WHERE state IN ('queued', 'selected', 'sent', 'accepted', 'unknown')")
      if (row?.open === 0) break
      await new Promise((resolve) => { setTimeout(resolve, 500) })
    }
    const rows = await db.query<{ id: number; key: string; loop: string; sequence: number; state: CommandState; applied_at: Date | null }>(
      `SELECT c.id, r.idempotency_key AS key, c.loop_id AS loop, c.sequence, c.state, c.applied_at FROM commands c JOIN command_requests r ON r.id = c.request_id`)
    return rows.map((row) => ({ id: row.id, key: row.key, loop: row.loop, sequence: row.sequence, state: row.state, appliedAt: row.applied_at }))
  } finally {
    await db.close()
  }
}
