import { openDatabase } from '#db/connect'
import { createIngest } from '../create-ingest'

/**
 * A process of its own that stores readings as fast as it can and prints the number of each batch only after it was acknowledged.
 * The test kills it in mid-work. Arguments: database target (JSON), site instant (unix ms).
 */
const [target, siteMs] = process.argv.slice(2)
const nowMs = Number(siteMs)
const db = await openDatabase(JSON.parse(target!) as { url: string } | { dataDir: string })
const clock = { base: { siteEpochMs: nowMs, wallEpochMs: 0, timeScale: 1 }, now: () => new Date(nowMs) }
const ingest = createIngest({ db, clock })
const batchSize = 50

let next = 0
const post = async (): Promise<void> => {
  for (;;) {
    const batch = next
    next += 1
    const items = Array.from({ length: batchSize }, (_, index) => ({ sensor: 's1', at: new Date(nowMs - (batch * batchSize + index) * 1000).toISOString(), value: batch }))
    const answer = await ingest.accept(items)
    if ('busy' in answer || answer.accepted !== batchSize) throw new Error(JSON.stringify(answer))
    process.stdout.write(`${batch}\n`)
  }
}
await Promise.all([post(), post(), post()])
