import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import type { ThermalStateView } from '#domain/wire/thermal-state'
import type { WhatIfAnswer, WhatIfSegment } from '#domain/wire/what-if'
import { ApiError } from '../../api/api-error'
import { client } from '../../api/client'
import { useWhatIf, type WhatIfQuestion } from './use-what-if'

const question = (setpointC: number, over: Partial<WhatIfQuestion['requests'][number]> = {}): WhatIfQuestion =>
  ({ requests: [{ target: { kind: 'loop', id: 'L' }, mode: 'heat', setpoint_c: setpointC, lease_s: 7200, ...over }], segment: { id: 'g', loopId: 'L' } })
const view = { issued_at: '2026-11-23T10:00:00.000Z', start_at: '2026-11-23T09:55:00.000Z', step_s: 1200 } as ThermalStateView
const answerOf = (source: string): WhatIfAnswer => ({ weather_source: source }) as WhatIfAnswer
const segment = { segment_id: 'g' } as WhatIfSegment
const scope = { stop: (): void => {} }

function open(first: WhatIfQuestion | null) {
  const asked = shallowRef(first)
  const local = { compute: vi.fn(async () => segment), close: vi.fn() }
  const own = effectScope()
  scope.stop = () => own.stop()
  return { asked, local, result: own.run(() => useWhatIf(() => asked.value, () => local))! }
}
const settled = async (ms = 400): Promise<void> => { await nextTick(); await vi.advanceTimersByTimeAsync(ms) }

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(client, 'thermalState').mockResolvedValue(view)
})
afterEach(() => { scope.stop(); vi.useRealTimers(); vi.restoreAllMocks() })

it('asks once the form has come to rest, without courses, and computes the course of the segment itself', async () => {
  const whatIf = vi.spyOn(client, 'whatIf').mockResolvedValue(answerOf('a'))
  const { asked, local, result } = open(question(30))
  asked.value = question(31)
  await settled(200)
  asked.value = question(32)
  await settled(200)
  expect([whatIf.mock.calls.length, result.pending.value]).toEqual([0, true])
  await settled()
  expect(whatIf.mock.calls.map(([body]) => body)).toEqual([{ commands: [{ target: { kind: 'loop', id: 'L' }, mode: 'heat', setpoint_c: 32, lease_s: 7200 }], courses: false }])
  expect([result.answer.value?.weather_source, result.pending.value]).toEqual(['a', false])
  expect(local.compute).toHaveBeenLastCalledWith(view, { loopId: 'L', mode: 'heat', setpointC: 32, leaseS: 7200 }, Date.parse(view.issued_at))
  expect(result.course.value).toEqual({ segment, startAt: view.start_at, stepS: 1200, fromMs: Date.parse(view.issued_at), untilMs: Date.parse(view.issued_at) + 7_200_000 })
  // The state is here now: a change is computed at once, before the server is asked.
  asked.value = question(33)
  await settled(0)
  expect(local.compute).toHaveBeenCalledTimes(2)
  expect(whatIf).toHaveBeenCalledTimes(1)
})

it('drops an answer to what the form no longer says', async () => {
  const answers: ((answer: WhatIfAnswer) => void)[] = []
  vi.spyOn(client, 'whatIf').mockImplementation(() => new Promise((resolve) => answers.push(resolve)))
  const { asked, result } = open(question(30))
  await settled()
  asked.value = question(40)
  await settled()
  answers[1]!(answerOf('new'))
  answers[0]!(answerOf('old'))
  await settled(0)
  expect(result.answer.value?.weather_source).toBe('new')
})

it('shows no former numbers in the place of a forecast that cannot be had', async () => {
  vi.spyOn(client, 'whatIf').mockResolvedValueOnce(answerOf('a')).mockRejectedValueOnce(new ApiError(503, { code: 'what_if.no_run' })).mockResolvedValue(answerOf('b'))
  const { asked, result } = open(question(30))
  await settled()
  asked.value = question(31)
  await settled()
  expect([result.answer.value, result.course.value, result.error.value?.code, result.pending.value]).toEqual([null, null, 'what_if.no_run', false])
  // An open form asks again by itself.
  await settled(15_000)
  expect([result.answer.value?.weather_source, result.error.value]).toEqual(['b', null])
})

it('asks nothing for modes that a controller decides alone, nor for a form that is not complete', async () => {
  const whatIf = vi.spyOn(client, 'whatIf').mockResolvedValue(answerOf('a'))
  const { asked, result } = open(question(30))
  await settled()
  asked.value = question(30, { mode: 'hold', setpoint_c: undefined })
  await settled(16_000)
  expect([result.answer.value, result.course.value, whatIf.mock.calls.length]).toEqual([null, null, 1])
  asked.value = null
  await settled(16_000)
  expect(whatIf).toHaveBeenCalledTimes(1)
})

it('keeps the sums when the page cannot compute the course, and says why', async () => {
  vi.spyOn(client, 'whatIf').mockResolvedValue(answerOf('a'))
  const { local, result } = open(null)
  expect(result.pending.value).toBe(false)
  scope.stop()
  expect(local.close).not.toHaveBeenCalled()
  const other = open(question(30))
  other.local.compute.mockRejectedValue(new Error('other model'))
  await settled()
  expect([other.result.answer.value?.weather_source, other.result.course.value, other.result.courseFault.value]).toEqual(['a', null, 'other model'])
})
