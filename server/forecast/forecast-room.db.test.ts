import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { seedNetwork } from '#db/seed'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { winterDay } from '#domain/thermal/testing/winter-day'
import { unpackCourse } from '#domain/wire/pack-course'
import { Live } from '#server/live/create-live'
import { loadForecast, loadForecastRun } from '#server/store/forecasts'
import { loadNetwork } from '#server/store/load-network'
import { smallNetwork } from '#server/store/testing/small-network'
import { ForecastRoom } from './forecast-room'
import { WeatherDesk } from './weather/weather-desk'

const weather = winterDay(97)
const startMs = weather.startMs + 30 * 3_600_000

describe.each(testEngines)('the forecast room on %s', (engine) => {
  it('runs in its thread when weather has come in, and stores what is known of every segment', async () => {
    const opened = await openTestDatabase(engine)
    const wallMs = Date.now()
    // Ten site minutes pass in two seconds.
    const clock = { base: { siteEpochMs: startMs, wallEpochMs: wallMs, timeScale: 300 }, now: () => new Date(startMs + (Date.now() - wallMs) * 300) }
    const log = pino({ level: 'silent' })
    const desk = new WeatherDesk(clock, log)
    await seedNetwork(opened.db, smallNetwork)
    const network = await loadNetwork(opened.db)
    const live = new Live(clock)
    live.setNetwork(network, [{ sensorId: 's2', value: -6, measuredAtMs: startMs, quality: 0 }])
    const room = new ForecastRoom(network, { db: opened.db, clock, live, weather: desk, log })
    room.start()
    try {
      await new Promise((resolve) => setTimeout(resolve, 1200))
      // No weather, no forecast.
      expect(room.status.runs).toBe(0)
      desk.start({ place: 'test', load: async () => ({ series: weather, repairs: [] }) })
      while (room.status.runs < 2 && room.status.failed === 0) await new Promise((resolve) => setTimeout(resolve, 100))
      expect(room.status.failed).toBe(0)
      const run = await loadForecastRun(opened.db, new Date(clock.now().getTime() + 86_400_000))
      expect(run).toMatchObject({ weatherSource: 'test', weatherIssuedAtMs: weather.issuedAtMs, stepS: 1200, stepCount: 145, status: 'partial' })
      expect(run!.readyAtMs).toBeGreaterThanOrEqual(run!.issuedAtMs)
      expect(run!.startAtMs % 300_000).toBe(0)
      const course = async (id: string) => unpackCourse((await loadForecast(opened.db, run!.id, id))!)
      // Its loop was never heard of.
      expect((await course('g1')).meanC.every(Number.isNaN)).toBe(true)
      expect((await course('g3')).meanC.every(Number.isFinite)).toBe(true)
    } finally {
      desk.stop()
      await room.stop()
      await opened.close()
    }
  }, 60_000)
})
