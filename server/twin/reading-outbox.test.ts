import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ReadingOutbox } from './reading-outbox'
import type { TwinReading } from './sensor-bank'
import type { SendResult } from './send-readings'

const readings = (from: number, count: number): TwinReading[] => Array.from({ length: count }, (_, i) => ({ sensor: 's', at: String(from + i), value: 0 }))
const stored = (batch: readonly TwinReading[]): SendResult => ({ kind: 'stored', answer: { accepted: batch.length, duplicates: 0, rejected: [] } })
const quiet = (): void => undefined

test('whatever fails on the way, every reading arrives once or more, in order, in batches of at most 5000', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom('ok', 'busy', 'lost'), { maxLength: 20 }), fc.integer({ min: 1, max: 12_000 }), async (course, count) => {
    const arrived: TwinReading[] = []
    let attempt = 0
    const outbox = new ReadingOutbox({
      longestWaitMs: 0, log: quiet,
      send: async (batch) => {
        expect(batch.length).toBeLessThanOrEqual(5000)
        const outcome = course[attempt++] ?? 'ok'
        if (outcome !== 'busy') arrived.push(...batch)
        // 'lost': the server stored it, its answer never came.
        return outcome === 'ok' ? stored(batch) : { kind: 'retry', afterMs: 0, reason: outcome }
      },
    })
    outbox.push(readings(0, count))
    await outbox.run(true, 0)
    const once = [...new Set(arrived.map(({ at }) => Number(at)))]
    expect(once).toEqual(Array.from({ length: count }, (_, i) => i))
    expect(outbox.size).toBe(0)
  }), { numRuns: 40 })
})

test('a full buffer keeps the oldest and counts what it dropped', async () => {
  const arrived: TwinReading[] = []
  const outbox = new ReadingOutbox({ capacity: 10, log: quiet, send: async (batch) => { arrived.push(...batch); return stored(batch) } })
  outbox.push(readings(0, 8))
  outbox.push(readings(8, 8))
  expect([outbox.size, outbox.dropped]).toEqual([10, 6])
  await outbox.run(true, 0)
  expect(arrived.map(({ at }) => at)).toEqual(readings(0, 10).map(({ at }) => at))
})

test('it keeps its pace and waits as long as the server asks', async () => {
  const at: number[] = []
  const outbox = new ReadingOutbox({
    paceMs: 120, log: quiet,
    send: async (batch) => { at.push(performance.now()); return at.length === 1 ? { kind: 'retry', afterMs: 400, reason: 'HTTP 503' } : stored(batch) },
  })
  outbox.push(readings(0, 6000))
  await outbox.run(true)
  expect(at).toHaveLength(3)
  expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(390)
  expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThan(110)
})

test('a refused batch is counted and does not stop the ones behind it', async () => {
  let calls = 0
  const said: string[] = []
  const outbox = new ReadingOutbox({ log: (message) => said.push(message), send: async (batch) => (calls++ === 0 ? { kind: 'refused', status: 413, detail: 'too large' } : stored(batch)) })
  outbox.push(readings(0, 5001))
  await outbox.run(true, 0)
  expect([outbox.refused, outbox.size, said]).toEqual([5000, 0, ['server refused a batch']])
})

test('stop ends a long wait at once', async () => {
  const outbox = new ReadingOutbox({ log: quiet, send: async () => ({ kind: 'retry', afterMs: 60_000, reason: 'HTTP 503' }) })
  outbox.push(readings(0, 1))
  const running = outbox.run()
  setTimeout(() => outbox.stop(), 50)
  const startedMs = performance.now()
  await running
  expect(performance.now() - startedMs).toBeLessThan(1000)
  expect(outbox.size).toBe(1)
})
