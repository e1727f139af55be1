import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, describe, it } from 'vitest'
import { openDatabase } from '#db/connect'
import { seedNetwork } from '#db/seed'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { smallNetwork } from '#server/store/testing/small-network'

const program = fileURLToPath(new URL('./testing/acknowledging-process.ts', import.meta.url))
const nowMs = Date.parse('2026-01-15T12:00:00Z')
const batchSize = 50

/** Runs the process until it has acknowledged enough batches, kills it with SIGKILL, and returns the numbers it had printed. */
function acknowledgeUntilKilled(target: object, enough: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(target), String(nowMs)], { stdio: ['ignore', 'pipe', 'pipe'] })
    let [printed, errors, killed] = ['', '', false]
    child.stderr.on('data', (chunk: Buffer) => { errors += chunk.toString() })
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (!killed && printed.split('\n').length > enough) killed = child.kill('SIGKILL')
    })
    child.once('close', (code, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`the process ended by itself (${code}): ${errors}`))
      // The last line may be cut in the middle: only whole lines are acknowledgements.
      resolve(printed.split('\n').slice(0, -1).map(Number))
    })
  })
}

describe.each(testEngines)('kill -9 on %s', (engine) => {
  it('loses nothing that was acknowledged, and leaves no half batch', async () => {
    const opened = await openTestDatabase(engine)
    try {
      await seedNetwork(opened.db, smallNetwork)
      // The embedded folder belongs to one process at a time.
      if (engine === 'embedded') await opened.db.close()
      const acknowledged = await acknowledgeUntilKilled(opened.target, 60)
      expect(acknowledged.length).toBeGreaterThanOrEqual(60)
      const db = engine === 'embedded' ? await openDatabase(opened.target) : opened.db
      const rows = await db.query<{ batch: number; n: number }>('SELECT value::int AS batch, count(*) AS n FROM readings GROUP BY 1')
      const stored = new Map(rows.map((row) => [row.batch, row.n]))
      expect(acknowledged.filter((batch) => stored.get(batch) !== batchSize)).toEqual([])
      expect([...stored.values()].every((n) => n === batchSize)).toBe(true)
      const [latest] = await db.query<{ at: Date }>('SELECT measured_at AS at FROM sensor_latest')
      expect(latest!.at).toEqual(new Date(nowMs))
      if (db !== opened.db) await db.close()
    } finally {
      await opened.close()
    }
  }, 120_000)
})
