import { beforeEach, expect, test } from 'vitest'
import type { EffectQuestion } from '#domain/control/judge-effect'
import type { Sensor } from '#domain/network/network'
import type { WhatIfBasis } from '#domain/wire/what-if'
import { ForecastUnavailable } from './column-questions'
import { createExpectEffect } from './expect-effect'
import type { WhatIfTold } from './forecast-room'

const startMs = Date.UTC(2026, 0, 10, 12)
const minuteMs = 60_000
const sensor = (id: string, segmentId: string, quantity: Sensor['quantity'] = 'surface_temperature'): Sensor => ({ id, stationId: null, segmentId, loopId: null, quantity, depthM: 0, cadenceS: 60, source: 'device' })
const question: EffectQuestion = { loopId: 'l1', mode: 'heat', setpointC: 40, sentAtMs: startMs + 6 * minuteMs, appliedAtMs: startMs + 7 * minuteMs, untilMs: startMs + 67 * minuteMs }
const flow = { loopId: 'l1', supplyC: 12.3, flowLPerMin: 5 }
const course = (from: number, perStep: number): { course: { surface_c: (number | null)[] } } => ({ course: { surface_c: Array.from({ length: 145 }, (_, i) => from + i * perStep) } })
let segments: unknown[]
let startAtMs: number
let asked: unknown[]
let fail: Error | null
let flows: typeof flow | null
const sensors = [sensor('a', 'g1'), sensor('b', 'g1'), sensor('deep', 'g1', 'slab_temperature'), sensor('far', 'g9')]
const expectEffect = createExpectEffect({
  forecast: {
    async whatIf(...args) {
      asked.push(args)
      if (fail) throw fail
      return { basis: { start_at: new Date(startAtMs).toISOString(), step_s: 1200, step_count: 145 } as WhatIfBasis, segments: new TextEncoder().encode(JSON.stringify(segments)) } as WhatIfTold
    },
  },
  sensors: () => sensors, flowBefore: async (loopId, at) => { asked.push([loopId, at.getTime()]); return flows },
})

beforeEach(() => {
  segments = [{ segment_id: 'g1', without: course(-2, -0.1234), with: course(-2, 0.5) }, { segment_id: 'g2', without: course(0, 0), with: course(0, 0) }]
  startAtMs = startMs
  asked = []
  fail = null
  flows = flow
})

test('asks from the moment of applied with the loop as it was before the sending, and keeps the courses of its probes to the end of the lease, in hundredths', async () => {
  expect(await expectEffect(question)).toEqual({
    startAtMs, stepS: 1200, appliedAtMs: question.appliedAtMs, untilMs: question.untilMs,
    surfaces: ['a', 'b'].map((sensorId) => ({ sensorId, withoutC: [-2, -2.12, -2.25, -2.37, -2.49], withC: [-2, -1.5, -1, -0.5, 0] })),
  })
  expect(asked).toEqual([['l1', question.sentAtMs], [[{ loopId: 'l1', mode: 'heat', setpointC: 40, leaseS: 3600 }], true, { fromMs: question.appliedAtMs, flows: [flow] }]])
})

test('a lease beyond the forecast, or none, is expected of no longer than the forecast goes', async () => {
  const answer = await expectEffect({ ...question, mode: 'off', setpointC: null, untilMs: Infinity })
  expect(answer).toMatchObject({ untilMs: startMs + 48 * 60 * minuteMs })
  expect((asked[1] as unknown[])[0]).toMatchObject([{ setpointC: Number.NaN, leaseS: 48 * 3600 }])
})

test.each<[string, () => void, string | null]>([
  ['nobody knows what the loop did before', () => { flows = null }, 'no_forecast'],
  ['the columns have been brought past the command', () => { startAtMs = question.appliedAtMs + 6 * minuteMs }, 'no_forecast'],
  ['there is no forecast', () => { fail = new ForecastUnavailable('no_run') }, 'no_forecast'],
  ['the loop was not heard of at the run', () => { segments = [{ segment_id: 'g1', without: null, with: null }] }, 'no_forecast'],
  ['the course is not known to its end', () => { segments = [{ segment_id: 'g1', without: course(-2, 0), with: { course: { surface_c: [-2, null, 1] } } }] }, 'no_forecast'],
  ['no probe lies above the loop', () => { segments = [{ segment_id: 'g2', without: course(0, 0), with: course(0, 0) }] }, 'no_measurement'],
  ['too many ask at once: perhaps in a moment', () => { fail = new ForecastUnavailable('busy') }, null],
])('%s', async (_, arrange, reason) => {
  arrange()
  expect(await expectEffect(question)).toBe(reason)
})

test('a thread that fails is told as that', async () => {
  fail = new Error('the forecast thread has ended')
  await expect(expectEffect(question)).rejects.toThrow('thread')
})
