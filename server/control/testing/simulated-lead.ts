import { leaseTiming } from '#server/store/leader-lease'
import type { ServerProcess } from './server-process'

/** The lock and the epoch in the simulated database, as server/store/leader-lease.ts keeps them in the real one. */
export interface LeadRoom { epoch: number; holder: ServerProcess | null; /** Last question of the holder, wall ms. */ askedMs: number }

const { askMs, believedMs, silenceMs, tryMs } = leaseTiming

/**
 * Seeks the lead for a process again and again. The database lets go of a dead holder at once and of a silent one after `silenceMs`; the holder believes in
 * its lead for `believedMs` from before its last answered question.
 * @param reaches whether its question reaches the database now
 * @param fenced false: it takes the lead for its own until it is told otherwise, to prove that a test notices
 */
export async function seekLead(process: ServerProcess, room: LeadRoom, reaches: () => boolean, fenced: boolean, on: { gained(epoch: number, mayAct: () => boolean): void; lost(): void; waits(): void }): Promise<void> {
  for (;;) {
    let believedUntilMs = process.now() + believedMs
    await process.sleep(1)
    const isFree = room.holder === null || room.holder.dead || process.now() - room.askedMs >= silenceMs
    if (!reaches() || !isFree) {
      on.waits()
      await process.sleep(tryMs)
      continue
    }
    const epoch = room.epoch += 1
    const leads = (): boolean => room.holder === process && room.epoch === epoch
    Object.assign(room, { holder: process, askedMs: process.now() })
    let lost = false
    on.gained(epoch, () => !fenced || (!lost && process.now() < believedUntilMs))
    while (!lost) {
      await process.sleep(askMs)
      const untilMs = process.now() + believedMs
      await process.sleep(1)
      if (!reaches()) lost = fenced && process.now() >= believedUntilMs
      else if (!leads() || process.now() - room.askedMs >= silenceMs) lost = true
      else {
        believedUntilMs = untilMs
        room.askedMs = process.now()
      }
    }
    if (leads()) room.holder = null
    on.lost()
    await process.sleep(tryMs)
  }
}
