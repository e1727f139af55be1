import { openDatabase } from '#db/connect'
import { openAudit } from '../open-audit'
import { entryOf } from './audited-chain'

/** A process of its own that appends as fast as it can and prints the number of each entry only after it was acknowledged. Argument: database target (JSON). */
const db = await openDatabase(JSON.parse(process.argv[2]!) as { url: string } | { dataDir: string })
const audit = openAudit(db)
let next = 0
const append = async (): Promise<void> => {
  for (;;) {
    const index = next++
    await audit.record(entryOf(index))
    process.stdout.write(`${index}\n`)
  }
}
await Promise.all(Array.from({ length: 8 }, append))
