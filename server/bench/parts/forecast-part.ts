import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import { migrate } from '#db/migrate'
import { seedNetwork } from '#db/seed'
import type { Segment } from '#domain/network/network'
import { assumedSurface } from '#domain/network/segment-defaults'
import { buildOfSegment } from '#domain/thermal/build-of-segment'
import { CityForecast, modelStepS } from '#domain/thermal/city-forecast'
import { newColumnCourse } from '#domain/thermal/column-course'
import { openSite } from '#domain/thermal/column-site'
import { newColumnStates } from '#domain/thermal/column-states'
import { groundWaveOfLatitude } from '#domain/thermal/ground-wave'
import { hearthway } from '#domain/thermal/hearthway'
import { buildPavementGrid } from '#domain/thermal/pavement-grid'
import { prepareForcing } from '#domain/thermal/prepare-forcing'
import { runColumn } from '#domain/thermal/run-column'
import { startColumn } from '#domain/thermal/start-column'
import { winterDay } from '#domain/thermal/testing/winter-day'
import { ForecastRoom } from '#server/forecast/forecast-room'
import { WeatherDesk } from '#server/forecast/weather/weather-desk'
import { Live } from '#server/live/create-live'
import { loadNetwork } from '#server/store/load-network'
import { syntheticCity } from '../synthetic-city'

const place = { lat: 45.76, lon: 126.63 }
const weather = winterDay(121)
const idleMs = 20_000
const startMs = weather.startMs + 30 * 3_600_000

export interface CityRun { firstS: number; laterS: number; idleBlockMs: number; longestBlockMs: number; blockP99Ms: number; peakRssMb: number; failed: number }

export interface ForecastPart {
  /** Time of one segment's 48 h on this thread, ms, over a city of `segments`; percentiles of their classes included. */
  segment(options: { segments: number; rounds: number }): Promise<{ ms: number[]; classes: number }>
  /** Difference of the surface between a step of 30 s and the model's own over 48 h, K RMS, of a road and of a bridge. */
  stepError(options: null): Promise<{ roadK: number; bridgeK: number }>
  /** Two runs of the whole forecast room over a database: the first with a day's spin-up, and the next. */
  city(options: { target: { url: string } | { dataDir: string }; segments: number }): Promise<CityRun>
}

/** The synthetic city with pavements and sky views as a real one has them. */
function variedCity(segments: number) {
  const city = syntheticCity(segments, 1000)
  return { ...city, segments: city.segments.map((segment, index): Segment => {
    const { layers, pavementType, exposure } = assumedSurface[segment.kind]
    return { ...segment, layers, pavementType, exposure: { ...exposure, skyViewFraction: segment.kind === 'road' ? 0.6 + 0.1 * (index % 5) : 1 } }
  }) }
}

export function createForecastPart(): { handlers: ForecastPart; end(): Promise<void> } {
  let db: Database | undefined
  return {
    handlers: {
      async segment({ segments, rounds }) {
        const city = new CityForecast(variedCity(segments).segments, place)
        const unknown = new Float32Array(segments).fill(Number.NaN)
        city.advance(weather, startMs, [], unknown, unknown)
        const ms: number[] = []
        for (let round = 0; round <= rounds; round++) {
          const began = performance.now()
          city.run(weather, [], Math.random, () => {})
          if (round > 0) ms.push((performance.now() - began) / segments)
        }
        return { ms, classes: city.classCount }
      },
      stepError: async () => ({ roadK: stepErrorK('road'), bridgeK: stepErrorK('bridge') }),
      async city({ target, segments }) {
        db = await openDatabase(target)
        await migrate(db)
        await seedNetwork(db, variedCity(segments))
        const network = await loadNetwork(db)
        let nowMs = startMs
        const clock = { base: { siteEpochMs: startMs, wallEpochMs: Date.now(), timeScale: 1 }, now: () => new Date(nowMs) }
        const log = pino({ level: 'error' }, pino.destination(2))
        const live = new Live(clock)
        live.setNetwork(network, network.sensors.map((sensor, index) => ({ sensorId: sensor.id, value: -10 + (index % 7), measuredAtMs: startMs, quality: 0 })))
        const desk = new WeatherDesk(clock, log)
        desk.start({ place: 'bench', load: async () => ({ series: weather, repairs: [] }) })
        await wait(500)
        const room = new ForecastRoom(network, { db, clock, live, weather: desk, log })
        const delay = monitorEventLoopDelay({ resolution: 1 })
        let peakRssMb = 0
        const watch = setInterval(() => { peakRssMb = Math.max(peakRssMb, process.memoryUsage.rss() / 2 ** 20) }, 200)
        const runOnce = async (): Promise<number> => {
          const runs = room.status.runs
          while (room.status.runs === runs && room.status.failed === 0) await wait(50)
          return (room.status.lastRunMs ?? Number.NaN) / 1000
        }
        // What the machine alone makes a loop wait that has nothing to do.
        delay.enable()
        await wait(idleMs)
        const idleBlockMs = delay.max / 1e6 - 1
        delay.reset()
        room.start()
        const firstS = await runOnce()
        nowMs += 600_000
        const laterS = await runOnce()
        delay.disable()
        clearInterval(watch)
        desk.stop()
        await room.stop()
        return { firstS, laterS, idleBlockMs, longestBlockMs: delay.max / 1e6 - 1, blockP99Ms: delay.percentile(99) / 1e6 - 1, peakRssMb, failed: room.status.failed }
      },
    },
    end: async () => { await db?.close() },
  }
}

function stepErrorK(kind: 'road' | 'bridge'): number {
  const course = (stepS: number): Float32Array => {
    const grid = buildPavementGrid(buildOfSegment(assumedSurface[kind], null), stepS)
    const states = newColumnStates([grid])
    const ground = groundWaveOfLatitude(place.lat)
    startColumn(grid, states, 0, -8, -8, kind === 'bridge' ? null : ground, weather.startMs)
    const steps = (72 * 3600) / stepS
    const out = newColumnCourse(steps, 1200 / stepS)
    runColumn(hearthway(), grid, prepareForcing(weather, place, weather.startMs, stepS, steps), states, 0, { ...openSite, ground }, null, 0, steps, out)
    return out.surfaceC.slice(72)
  }
  const [coarse, fine] = [course(modelStepS), course(30)]
  return Math.sqrt(coarse.reduce((sum, value, i) => sum + (value - fine[i]!) ** 2, 0) / coarse.length)
}
