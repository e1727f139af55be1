import pg from 'pg'
import { expect, it } from 'vitest'
import { openDatabase } from '#db/connect'
import { migrate } from '#db/migrate'
import { seedNetwork } from '#db/seed'
import { cutPower, takeDiskImage } from '#db/testing/power-cut'
import { startThrowawayPostgres } from '#db/testing/throwaway-postgres'
import { smallNetwork } from '#server/store/testing/small-network'
import { createIngest } from './create-ingest'

const nowMs = Date.parse('2026-01-15T12:00:00Z')
const clock = { base: { siteEpochMs: nowMs, wallEpochMs: 0, timeScale: 1 }, now: () => new Date(nowMs) }
const item = (index: number) => ({ sensor: 's1', at: new Date(nowMs - index * 1000).toISOString(), value: index })

it('a power cut on PostgreSQL loses nothing that was acknowledged, also on a server that by itself would not wait for the disk', async () => {
  // The log writer is slowed, so that what nobody waited for is not on disk by luck.
  const cluster = await startThrowawayPostgres({ durable: true, settings: ['synchronous_commit=off', 'wal_writer_delay=10s', 'wal_writer_flush_after=0', 'autovacuum=off'] })
  try {
    const db = await openDatabase({ url: cluster.url() })
    await migrate(db)
    await seedNetwork(db, smallNetwork)
    await takeDiskImage(cluster)
    const ingest = createIngest({ db, clock })
    for (let batch = 0; batch < 20; batch++) {
      const answer = await ingest.accept(Array.from({ length: 50 }, (_, index) => item(batch * 50 + index)))
      expect(answer).toMatchObject({ accepted: 50 })
    }
    const [flushed] = await db.query<{ file: string; offset: number }>('SELECT file_name AS file, file_offset AS offset FROM pg_walfile_name_offset(pg_current_wal_flush_lsn())')
    // The proof that this cut cuts: a commit that does not wait, made before it, is gone after it.
    const careless = new pg.Client({ connectionString: cluster.url() })
    await careless.connect()
    await careless.query(`INSERT INTO readings (sensor_key, measured_at, received_at, value, quality) SELECT key, '2026-01-15T11:00:00Z', '2026-01-15T12:00:00Z', 7, 0 FROM sensors WHERE id = 's2'`)
    const [after] = (await careless.query<{ file: string; offset: number }>('SELECT file_name AS file, file_offset AS offset FROM pg_walfile_name_offset(pg_current_wal_flush_lsn())')).rows
    expect(after).toEqual(flushed)
    careless.on('error', () => {})
    await cutPower(cluster, flushed!)
    await careless.end().catch(() => {})
    await db.close()
    const again = await openDatabase({ url: cluster.url() })
    expect(await again.query('SELECT s.id, count(*) AS n FROM readings JOIN sensors s ON s.key = sensor_key GROUP BY 1')).toEqual([{ id: 's1', n: 1000 }])
    expect(await again.query('SELECT value FROM sensor_latest')).toEqual([{ value: 0 }])
    await again.close()
  } finally {
    await cluster.stop()
  }
}, 120_000)
