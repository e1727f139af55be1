import { openDatabase } from '#db/connect'
import { migrate } from '#db/migrate'
import { verifyAuditChain } from '#db/audit-chain'
import type { AuditEntry } from '#domain/audit/audit-entry'
import { openAudit } from '#server/audit/open-audit'
import { appendAudit } from '#server/store/audit-log'
import { atLeast, atMost, benchResult, type Bench, type BenchContext } from './bench'
import { createBenchDatabase, engines, type Engine } from './bench-database'
import { median, rounded } from './percentile'

const singles = 300
const writers = 32
const atOnce = 6000
const ownTransactions = 1500
const batch = 200
const batches = 20
const rounds = 5

const entry = (index: number): AuditEntry => ({
  at: new Date(Date.UTC(2026, 0, 10) + index), event: 'zone.update', actor: 'account-1', role: 'operator', secondPerson: null, address: '10.0.0.1', subject: `zone:${index % 100}`,
  before: { name: 'east', updated_at: '2026-01-10T00:00:00.000Z' }, after: { name: 'west', updated_at: '2026-01-10T00:00:00.000Z' }, reason: null,
})

/** Appending to the chain: one at a time, many at once, and what a request for a zone of 200 loops adds. */
export const auditBench: Bench = {
  name: 'audit',
  async run(context) {
    const figures: Record<string, number | null> = {}
    const ratios: Record<string, number | null> = {}
    const aims: Record<string, ReturnType<typeof atLeast>> = {}
    const notes: string[] = []
    for (const engine of engines) {
      const measured = await onEngine(engine, context).catch((error: Error) => {
        notes.push(`not measured on ${engine}: ${error.message}`)
        return null
      })
      const of = (values: number[] | undefined): number | null => (values ? rounded(median(values)) : null)
      figures[`${engine}_single_records_per_s`] = of(measured?.single)
      figures[`${engine}_plain_transactions_per_s`] = of(measured?.bare)
      figures[`${engine}_concurrent_records_per_s`] = of(measured?.concurrent)
      figures[`${engine}_concurrent_records_per_s_least`] = measured && rounded(Math.min(...measured.concurrent))
      figures[`${engine}_concurrent_records_per_s_most`] = measured && rounded(Math.max(...measured.concurrent))
      figures[`${engine}_plain_concurrent_transactions_per_s`] = of(measured?.bareConcurrent)
      figures[`${engine}_own_transactions_records_per_s`] = of(measured?.own)
      figures[`${engine}_batched_records_per_s`] = of(measured?.batched)
      figures[`${engine}_verified_records_per_s`] = of(measured?.verified)
      ratios[`${engine}_plain_of_single`] = measured && rounded(median(measured.bare) / median(measured.single))
      ratios[`${engine}_plain_of_concurrent`] = measured && rounded(median(measured.bareConcurrent) / median(measured.concurrent))
      ratios[`${engine}_plain_of_own_transactions`] = measured && rounded(median(measured.bareConcurrent) / median(measured.own))
      aims[`${engine}_plain_of_concurrent`] = atMost(3, ratios[`${engine}_plain_of_concurrent`] ?? null)
      aims[`${engine}_plain_of_single`] = atMost(3, ratios[`${engine}_plain_of_single`] ?? null)
      aims[`${engine}_batched_records_per_s`] = atLeast(1000, figures[`${engine}_batched_records_per_s`] ?? null)
    }
    return benchResult({
      name: 'audit',
      how: `${rounds} rounds, after one that does not count: ${singles} records one after the other, each awaited; the same number of transactions that insert one plain row; ${atOnce} records by ${writers} writers that each await theirs, and as many plain transactions by as many writers; ${ownTransactions} records by as many writers, each in a transaction of its own as a change brings it; ${batches} transactions of ${batch} records. `
        + 'About 400 bytes a record; a plain row has the same content. Then the whole chain is verified, and that it holds every record. Medians. PostgreSQL waits for the disk.',
      figures, ratios, aims, notes,
    })
  },
}

interface Measured { single: number[]; bare: number[]; concurrent: number[]; bareConcurrent: number[]; own: number[]; batched: number[]; verified: number[] }

async function onEngine(engine: Engine, { tell }: BenchContext): Promise<Measured> {
  const database = await createBenchDatabase(engine)
  const db = await openDatabase(database.target)
  try {
    await migrate(db)
    await db.query('CREATE TABLE bare (at timestamptz, body text)')
    const audit = openAudit(db)
    const measured: Measured = { single: [], bare: [], concurrent: [], bareConcurrent: [], own: [], batched: [], verified: [] }
    const rate = async (count: number, work: () => Promise<void>): Promise<number> => {
      const started = performance.now()
      await work()
      return count / ((performance.now() - started) / 1000)
    }
    const plain = (index: number): Promise<unknown> => db.transaction((tx) => tx.query('INSERT INTO bare VALUES ($1, $2)', [entry(index).at, JSON.stringify(entry(index))]))
    const byWriters = (count: number, work: (index: number) => Promise<unknown>): Promise<number> =>
      rate(count, async () => { await Promise.all(Array.from({ length: writers }, async (_, writer) => { for (let index = writer; index < count; index += writers) await work(index) })) })
    for (let round = 0; round <= rounds; round++) {
      const single = await rate(singles, async () => { for (let index = 0; index < singles; index++) await audit.record(entry(index)) })
      const bare = await rate(singles, async () => { for (let index = 0; index < singles; index++) await plain(index) })
      const concurrent = await byWriters(atOnce, (index) => audit.record(entry(index)))
      const bareConcurrent = await byWriters(atOnce, plain)
      const own = await byWriters(ownTransactions, (index) => db.transaction(async (tx) => appendAudit(tx, [entry(index)])))
      const batched = await rate(batch * batches, async () => {
        for (let done = 0; done < batches; done++) await db.transaction(async (tx) => appendAudit(tx, Array.from({ length: batch }, (_, index) => entry(index))))
      })
      tell(`${engine} round ${round}/${rounds}: single ${Math.round(single)}, bare commits ${Math.round(bare)}, ${writers} writers ${Math.round(concurrent)} (bare ${Math.round(bareConcurrent)}, each in its own transaction ${Math.round(own)}), batched ${Math.round(batched)} records/s`)
      if (round === 0) continue
      for (const [name, value] of Object.entries({ single, bare, concurrent, bareConcurrent, own, batched })) measured[name as keyof Measured].push(value)
    }
    const started = performance.now()
    const verdict = await verifyAuditChain(db)
    if (verdict.broken) throw new Error(`the chain is broken at ${verdict.broken.seq}: the figures would be worth nothing`)
    const seconds = (performance.now() - started) / 1000
    const appended = (rounds + 1) * (singles + atOnce + ownTransactions + batch * batches)
    if (verdict.checked !== appended) throw new Error(`${appended} records were appended and ${verdict.checked} are in the chain`)
    measured.verified.push(verdict.checked / seconds)
    return measured
  } finally {
    await db.close()
    await database.remove()
  }
}
