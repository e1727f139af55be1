import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWorkerThread } from '#db/worker-thread'
import { winterDay } from '#domain/thermal/testing/winter-day'
import { smallNetwork } from '#server/store/testing/small-network'
import { ColumnQuestions, ForecastUnavailable } from './column-questions'
import type { ColumnQuestion, ForecastReply, ForecastRequest } from './forecast-protocol'

const weather = winterDay(97)
const nowMs = weather.startMs + 30 * 3_600_000
const flows = [{ loopId: 'l1', supplyC: 35, flowLPerMin: 600 }]
const question = { ask: 'whatIf' as const, nowMs, fromMs: nowMs, flows, wishes: [{ loopId: 'l1', mode: 'heat' as const, setpointC: 40, leaseS: 7200 }], courses: false }
/** A run of these lasts for many of the thread's turns. */
const segments = Array.from({ length: 1500 }, (_, i) => ({ ...smallNetwork.segments[i === 0 ? 0 : 1]!, id: `g${i}` }))

const thread = startWorkerThread(import.meta.url, 'forecast-worker', { name: 'forecast' })
const questions = new ColumnQuestions(thread)
type Asked<A extends ColumnQuestion['ask']> = Extract<ColumnQuestion, { ask: A }>
const send = (request: ForecastRequest): void => thread.postMessage(request)
/** Asks for a run, and tells when it is over. */
const run = (): Promise<void> => new Promise((resolve) => {
  const take = (reply: ForecastReply): void => {
    if (reply.tell !== 'done') return
    thread.off('message', take)
    resolve()
  }
  thread.on('message', take)
  send({ ask: 'run', weather, nowMs, flows, readings: { value: Float64Array.of(), measuredAtMs: Float64Array.of(), quality: Uint8Array.of() }, history: null })
})
const reasonOf = (asked: Promise<unknown>): Promise<string> => asked.then(() => 'answered', (error: unknown) => (error as ForecastUnavailable).reason)

beforeAll(() => {
  send({ ask: 'network', version: 'v', place: { lat: 45.7, lon: 126.6 }, sensors: [] })
  send({ ask: 'segments', segments })
})
afterAll(async () => { await thread.terminate() })

it('answers what-ifs while a run is under way, as many as wait at once and no more', async () => {
  expect(await reasonOf(questions.ask(question))).toBe('no_run')
  await run()
  let isOver = false
  const second = run().then(() => { isOver = true })
  const asked = Array.from({ length: 5 }, () => questions.ask<Asked<'whatIf'>>(question))
  expect(await reasonOf(asked[4]!)).toBe('busy')
  const answers = await Promise.all(asked.slice(0, 4))
  expect(isOver).toBe(false)
  for (const { summary } of answers) expect(summary).toMatchObject({ segments: 1, unknown_segments: 0 })
  await second
})

it('a question that the thread fails over ends nothing, and one is answered or refused when the thread ends', async () => {
  await expect(questions.ask({ ask: 'thermalState', nowMs, flows, segmentId: 'nowhere' })).rejects.toThrow('no column of nowhere')
  expect((await questions.ask<Asked<'thermalState'>>({ ask: 'thermalState', nowMs, flows, segmentId: 'g0' })).state.loop).toMatchObject({ supplyC: 35 })
  const last = reasonOf(questions.ask({ ...question, nowMs: nowMs + 1 }))
  await thread.terminate()
  expect(['answered', 'no_run']).toContain(await last)
})
