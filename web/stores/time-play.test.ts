import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { SiteView } from '#domain/wire/network'
import { useForecastStore } from './forecast'
import { useLiveStore } from './live'
import { useNetworkStore } from './network'
import { useTimeStore } from './time'
import { useTimePlayStore } from './time-play'

const nowMs = Date.UTC(2026, 0, 10, 12)
const minutes = (n: number): number => nowMs + n * 60_000
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', () => new Promise(() => {}))
  vi.stubGlobal('EventSource', class {})
  setActivePinia(createPinia())
  useNetworkStore().site = { time_scale: 1, city: { time_zone: 'Asia/Shanghai' } } as SiteView
  useTimeStore().sync(new Date(nowMs).toISOString())
})
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals() })

it('plays from a past instant through now into the forecast, waits for each picture, and ends where the forecast does', async () => {
  const [time, play, live, forecast] = [useTimeStore(), useTimePlayStore(), useLiveStore(), useForecastStore()]
  play.lastMs = minutes(40)
  time.show(new Date(minutes(-20)))
  await vi.advanceTimersByTimeAsync(0)
  live.lookBackLoading = true
  play.toggle()
  await vi.advanceTimersByTimeAsync(2000)
  expect(time.shownAt.getTime()).toBe(minutes(-20))
  const seen: number[] = []
  for (let i = 0; i < 400 && play.playing; i += 1) {
    live.lookBackLoading = false
    forecast.loading = false
    await vi.advanceTimersByTimeAsync(60)
    const shown = time.isNow ? 0 : Math.round((time.shownAt.getTime() - nowMs) / 60_000)
    if (seen.at(-1) !== shown) seen.push(shown)
  }
  expect(play.playing).toBe(false)
  expect(seen).toEqual([-10, 0, 20, 40])
})

it('jumps from event to event and knows when there is none', () => {
  const [time, play] = [useTimeStore(), useTimePlayStore()]
  play.events = [minutes(30), minutes(90)]
  expect([play.jump(-1), play.jump(1)]).toEqual([false, true])
  expect(time.shownAt.getTime()).toBe(minutes(30))
  expect([play.jump(1), play.jump(1), time.shownAt.getTime()]).toEqual([true, false, minutes(90)])
  expect([play.jump(-1), time.shownAt.getTime()]).toEqual([true, minutes(30)])
})
