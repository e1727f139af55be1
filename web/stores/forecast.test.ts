import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { noCondition, type ForecastFrame, type ForecastRunView } from '#domain/wire/forecast'
import { noTemperature, surfaceStates } from '#domain/wire/live'
import type { NetworkView } from '#domain/wire/network'
import { ApiError } from '../api/api-error'
import { client } from '../api/client'
import { shownStateOf } from '../format/shown-state'
import { useForecastStore } from './forecast'
import { useLiveStore } from './live'
import { useNetworkStore } from './network'
import { useTimeStore } from './time'

const start = Date.parse('2026-01-01T12:00:00Z')
const minute = 60_000
const iso = (minutes: number): string => new Date(start + minutes * minute).toISOString()
const b64 = (array: Int16Array | Uint8Array | Int32Array): string => Buffer.from(array.buffer).toString('base64')
const run: ForecastRunView = {
  id: 1, issued_at: iso(-12), ready_at: iso(-11), age_s: 720, stale: [], weather_issued_at: iso(-40), weather_source: 'test', model_version: 'm', start_at: iso(-15), step_s: 1200, step_count: 145, cadence_s: 600, status: 'partial',
}
/** Two segments: −2.5 °C and ice, and one without a course. */
const frameAt = (minutes: number, change: Partial<ForecastFrame> = {}): ForecastFrame => ({
  network: 'v1', as_of: iso(0), run, reason: null, at: iso(minutes),
  surface: { mean: b64(Int16Array.of(-250, noTemperature)), p10: b64(Int16Array.of(-400, noTemperature)), p90: b64(Int16Array.of(-100, noTemperature)), condition: b64(Uint8Array.of(6, noCondition)) }, ...change,
})

beforeEach(() => {
  setActivePinia(createPinia())
  vi.useFakeTimers()
  vi.spyOn(client, 'forecastOverview').mockResolvedValue({ network: 'v1', as_of: iso(0), run: null, reason: 'no_run', columns: null })
  vi.spyOn(client, 'weatherStatus').mockResolvedValue({ place: null, asked_at: null, good: null, refused: null })
})
afterEach(() => { useForecastStore().stop(); useTimeStore().stop(); vi.useRealTimers(); vi.restoreAllMocks() })

function running() {
  useNetworkStore().network = { version: 'v1', segments: [{}, {}] } as unknown as NetworkView
  const live = useLiveStore()
  const time = useTimeStore()
  time.sync(iso(0))
  time.start()
  // What is measured now: 5 °C on both.
  live.surface = { temperature: Float32Array.of(5, 5), state: Uint8Array.of(1, 1), measuredAt: Int32Array.of(start / 1000, start / 1000), revision: 1 }
  const drawn = () => Array.from(live.displayed.state, (code, i) => [shownStateOf(code), live.displayed.temperature[i]])
  const lookAhead = async (minutes: number) => { time.show(new Date(start + minutes * minute)); await nextTick() }
  return { live, time, forecast: useForecastStore(), drawn, lookAhead }
}
const unknown = ['unknown', Number.NaN]

it('draws the forecast of the instant, and what has no course as unknown, never as the live value', async () => {
  const { drawn, lookAhead, forecast, live, time } = running()
  vi.spyOn(client, 'forecast').mockImplementation(async (at) => frameAt((at.getTime() - start) / minute))
  expect(surfaceStates[live.displayed.state[0]!]).toBe('measured')
  await lookAhead(60)
  expect([drawn(), forecast.loading]).toEqual([[unknown, unknown], true])
  await vi.advanceTimersByTimeAsync(200)
  expect([drawn(), forecast.frame!.at!.toISOString(), forecast.loading]).toEqual([[['forecast', -2.5], unknown], iso(60), false])
  // A live frame that comes meanwhile changes nothing of the picture.
  live.surface = { ...live.surface, temperature: Float32Array.of(9, 9), revision: 2 }
  expect([drawn(), time.lookingAheadAt?.toISOString()]).toEqual([[['forecast', -2.5], unknown], iso(60)])
  time.show(null)
  await nextTick()
  expect(drawn()).toEqual([['measured', 9], ['measured', 9]])
})

it('asks once where the pointer rests, drops an answer of before, and keeps the time of what is drawn', async () => {
  const { lookAhead, forecast } = running()
  const answers: ((frame: ForecastFrame) => void)[] = []
  const asked = vi.spyOn(client, 'forecast').mockImplementation((_at, _asOf, signal) => new Promise((done, fail) => {
    answers.push(done)
    signal!.addEventListener('abort', () => fail(new ApiError(0, { code: 'aborted' })))
  }))
  await lookAhead(20)
  await lookAhead(40)
  await vi.advanceTimersByTimeAsync(200)
  expect(asked).toHaveBeenCalledTimes(1)
  answers[0]!(frameAt(40))
  await vi.advanceTimersByTimeAsync(0)
  await lookAhead(60)
  expect([forecast.loading, forecast.frame!.at!.toISOString()]).toEqual([true, iso(40)])
  await vi.advanceTimersByTimeAsync(200)
  await lookAhead(80)
  answers[1]!(frameAt(60))
  await vi.advanceTimersByTimeAsync(200)
  expect(forecast.frame!.at!.toISOString()).toBe(iso(40))
  answers[2]!(frameAt(80))
  await vi.advanceTimersByTimeAsync(0)
  expect([forecast.frame!.at!.toISOString(), forecast.loading, forecast.error]).toEqual([iso(80), false, null])
})

it('draws nothing when the forecast cannot be read or is of another network', async () => {
  const { lookAhead, forecast, drawn } = running()
  const asked = vi.spyOn(client, 'forecast').mockResolvedValue(frameAt(20))
  await lookAhead(20)
  await vi.advanceTimersByTimeAsync(200)
  expect(drawn()[0]).toEqual(['forecast', -2.5])
  asked.mockResolvedValue(frameAt(40, { network: 'v2' }))
  await lookAhead(40)
  await vi.advanceTimersByTimeAsync(200)
  expect([drawn(), forecast.error?.code, forecast.loading]).toEqual([[unknown, unknown], 'network_changed', false])
})

it('keeps a forecast that could not be renewed, says so, and lets it grow old', async () => {
  const { lookAhead, forecast, drawn } = running()
  const asked = vi.spyOn(client, 'forecast').mockResolvedValue(frameAt(60))
  forecast.start()
  await lookAhead(60)
  await vi.advanceTimersByTimeAsync(200)
  asked.mockRejectedValue(new ApiError(0, { code: 'network' }))
  await vi.advanceTimersByTimeAsync(21_000)
  expect([drawn()[0], forecast.error?.code]).toEqual([['forecast', -2.5], 'network'])
  await vi.advanceTimersByTimeAsync(8 * minute)
  expect(drawn()).toEqual([unknown, unknown])
})

it('hatches a forecast whose weather was superseded, and withholds one that is overdue', async () => {
  const { lookAhead, forecast, drawn, time } = running()
  vi.spyOn(client, 'forecast').mockResolvedValue(frameAt(60, { run: { ...run, stale: ['weather_superseded'] } }))
  await lookAhead(60)
  await vi.advanceTimersByTimeAsync(200)
  expect([drawn()[0], forecast.stale]).toEqual([['stale', -2.5], ['weather_superseded']])
  // By our own clock, without another answer: issued 12 min ago, two cadences of ten minutes are over in 8.
  await vi.advanceTimersByTimeAsync(8 * minute + 1000)
  expect([forecast.stale, drawn(), forecast.columns, time.isNow]).toEqual([['run_overdue', 'weather_superseded'], [unknown, unknown], null, false])
})

it('from a forecast into the past there is no live picture in between', async () => {
  const { lookAhead, drawn } = running()
  vi.spyOn(client, 'forecast').mockResolvedValue(frameAt(60))
  vi.spyOn(client, 'surfaceAt').mockReturnValue(new Promise(() => undefined))
  await lookAhead(60)
  await vi.advanceTimersByTimeAsync(200)
  await lookAhead(-60)
  expect(drawn()).toEqual([unknown, unknown])
})
