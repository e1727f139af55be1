import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import { migrate } from '#db/migrate'
import { seedNetwork } from '#db/seed'
import type { Loop, Segment } from '#domain/network/network'
import { assumedSurface } from '#domain/network/segment-defaults'
import { buildOfSegment } from '#domain/thermal/build-of-segment'
import { CityBackground } from '#domain/thermal/city-background'
import { CityForecast, modelStepS } from '#domain/thermal/city-forecast'
import { newColumnCourse } from '#domain/thermal/column-course'
import { openSite } from '#domain/thermal/column-site'
import { newColumnStates } from '#domain/thermal/column-states'
import { groundWaveOfLatitude } from '#domain/thermal/ground-wave'
import { hearthway } from '#domain/thermal/hearthway'
import { buildPavementGrid } from '#domain/thermal/pavement-grid'
import { planNowcast } from '#domain/thermal/nowcast-plan'
import { newNowcastColumns } from '#domain/thermal/optimal-interpolation'
import { prepareForcing } from '#domain/thermal/prepare-forcing'
import { runColumn } from '#domain/thermal/run-column'
import { startColumn } from '#domain/thermal/start-column'
import type { ThermalSegment } from '#domain/thermal/lay-columns'
import type { LoopWish } from '#domain/thermal/what-if'
import { winterDay } from '#domain/thermal/testing/winter-day'
import { ForecastRoom } from '#server/forecast/forecast-room'
import { WeatherDesk } from '#server/forecast/weather/weather-desk'
import { judgeBudgetMs, Live } from '#server/live/create-live'
import { encodeSurfaceDelta } from '#server/live/surface-frames'
import { SurfaceJudge } from '#server/live/surface-judge'
import { loadNetwork } from '#server/store/load-network'
import { syntheticCity } from '../synthetic-city'

const place = { lat: 45.76, lon: 126.63 }
const weather = winterDay(121)
const idleMs = 20_000
const startMs = weather.startMs + 30 * 3_600_000

export interface CityRun { firstS: number; laterS: number; idleBlockMs: number; longestBlockMs: number; blockP99Ms: number; peakRssMb: number; failed: number; whatIfMs: number[]; whatIfInRunMs: number[]; whatIfSegments: number; whatIfUnknown: number; whatIfMb: number; whatIfBlockMs: number }

/** The first segments lie above loops, so that a what-if has as many to tell of as is promised. */
const loopCount = 10
const whatIfSegments = 500
const whatIfRounds = 20

export interface NowcastTicks { planMs: number; tickMs: number[]; blockMs: number[]; staleTickMs: number; largeBlockMs: number }

export interface ForecastPart {
  /** The live picture of a city of `segments` with 1,000 sensors, judged and encoded tick by tick; and twice when much changes at once: another background, every third station silent. */
  ticks(options: { segments: number; rounds: number }): Promise<NowcastTicks>
  /** Time of one segment's 48 h on this thread, ms, over a city of `segments`; percentiles of their classes included. */
  segment(options: { segments: number; rounds: number }): Promise<{ ms: number[]; classes: number }>
  /** Difference of the surface between a step of 30 s and the model's own over 48 h, K RMS, of a road and of a bridge. */
  stepError(options: null): Promise<{ roadK: number; bridgeK: number }>
  /** Difference of the 10th and 90th percentile of the weather alone between a class's representative and each of 40 roads of the class run by itself, K RMS and the largest. */
  classError(options: null): Promise<{ rmsK: number; largestK: number }>
  /** Two runs of the whole forecast room over a database: the first with a day's spin-up, and the next. Then what-ifs, by themselves and while a third run is under way. */
  city(options: { target: { url: string } | { dataDir: string }; segments: number }): Promise<CityRun>
}

/** Asks again and again for every loop at once, with all courses, until `isEnough`; the first, for which code is still being compiled, does not count. */
async function askWhatIfs(room: ForecastRoom, isEnough: (asked: number) => boolean) {
  const wishes = Array.from({ length: loopCount }, (_, index): LoopWish => ({ loopId: `l${index}`, mode: 'heat', setpointC: 40, leaseS: 7200 }))
  const ms: number[] = []
  let { summary, segments } = await room.whatIf(wishes, true)
  do {
    const began = performance.now()
    ;({ summary, segments } = await room.whatIf(wishes, true))
    ms.push(performance.now() - began)
    await wait(100)
  } while (!isEnough(ms.length))
  return { ms, summary, mb: segments.length / 2 ** 20 }
}

/** The synthetic city with pavements and sky views as a real one has them. */
function variedCity(segments: number) {
  const city = syntheticCity(segments, 1000)
  const name = { zh: '合成', en: 'synthetic' }
  return {
    ...city,
    energyStations: [{ id: 'e', name, position: city.city.centre }], controllers: [{ id: 'c', energyStationId: 'e', protocol: 'modbusTcp' as const, host: '127.0.0.1', port: 1, unitId: 1, registerMap: 'hearthway-loop-1' }],
    loops: Array.from({ length: loopCount }, (_, index): Loop => ({ id: `l${index}`, name, energyStationId: 'e', controllerId: 'c', index, service: 'heat', heatMinC: 15, heatMaxC: 45, coolMinC: 8, coolMaxC: 30, safeState: 'off' })),
    segments: city.segments.map((segment, index): Segment => {
      const { layers, pavementType, exposure } = assumedSurface[segment.kind]
      return { ...segment, layers, pavementType, exposure: { ...exposure, skyViewFraction: segment.kind === 'road' ? 0.6 + 0.1 * (index % 5) : 1 }, loopId: index < whatIfSegments ? `l${index % loopCount}` : null }
    }),
  }
}

export function createForecastPart(): { handlers: ForecastPart; end(): Promise<void> } {
  let db: Database | undefined
  return {
    handlers: {
      async segment({ segments, rounds }) {
        const city = new CityForecast(variedCity(segments).segments, place)
        const unknown = new Float32Array(segments).fill(Number.NaN)
        Array.from(city.advance(weather, startMs, [], unknown, unknown))
        const ms: number[] = []
        for (let round = 0; round <= rounds; round++) {
          const began = performance.now()
          Array.from(city.run(weather, [], Math.random, () => {}))
          if (round > 0) ms.push((performance.now() - began) / segments)
        }
        return { ms, classes: city.classCount }
      },
      async ticks({ segments, rounds }) {
        const city = variedCity(segments)
        const began = performance.now()
        const rows = planNowcast(city.segments, city.sensors)
        const planMs = performance.now() - began
        const judge = new SurfaceJudge(city.segments, city.sensors)
        judge.setRows(rows)
        const model = new CityForecast(city.segments, place)
        const unknown = new Float32Array(segments).fill(Number.NaN)
        Array.from(model.advance(weather, startMs, [], unknown, unknown))
        const background = new CityBackground(city.segments, place, model.now)
        background.startFrom(model.now.states, startMs)
        judge.setBackground(background.advance(weather, startMs, []))
        const read = (index: number, nowMs: number): void => judge.take({ sensorId: city.sensors[index]!.id, value: -6 + Math.sin(index * 7 + nowMs / 1e6), measuredAtMs: nowMs, quality: 0 })
        city.sensors.forEach((_, index) => read(index, startMs))
        const shown = newNowcastColumns(segments)
        const blockMs: number[] = []
        const stretch = (work: () => boolean): boolean => {
          const from = performance.now()
          const isDone = work()
          blockMs.push(performance.now() - from)
          return isDone
        }
        const tick = async (nowMs: number): Promise<number> => {
          const before = blockMs.length
          while (!stretch(() => judge.judge(nowMs, judgeBudgetMs))) await new Promise<void>((resolve) => setImmediate(resolve))
          stretch(() => JSON.stringify({ surface: encodeSurfaceDelta(judge.columns, shown) }) !== '')
          return blockMs.slice(before).reduce((sum, ms) => sum + ms, 0)
        }
        for (let round = 0; round < 20; round++) await tick(startMs)
        blockMs.length = 0
        const tickMs: number[] = []
        // A thousand sensors a minute at four ticks a second: four of them speak in each.
        for (let round = 0; round < rounds; round++) {
          const nowMs = startMs + round * 250
          for (let k = 0; k < 4; k++) read((round * 4 + k) % city.sensors.length, nowMs)
          tickMs.push(await tick(nowMs))
        }
        // Half an hour on the model has moved everywhere, then every third station is silent.
        const small = blockMs.length
        const lateMs = startMs + 1_800_000
        city.sensors.forEach((_, index) => read(index, lateMs))
        judge.setBackground(background.advance(weather, lateMs, []))
        await tick(lateMs)
        city.sensors.forEach((_, index) => { if (index % 3 !== 0) read(index, lateMs + 1_000_000) })
        const staleTickMs = await tick(lateMs + 1_050_000)
        return { planMs, tickMs, blockMs: blockMs.slice(0, small), staleTickMs, largeBlockMs: Math.max(...blockMs.slice(small)) }
      },
      classError: async () => classError(),
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
        const hearLoops = (): void => live.applyReadings(network.loops.flatMap(({ id }) => [[`${id}.supply_temperature`, 30], [`${id}.flow`, 900]] as const)
          .map(([sensorId, value]) => ({ sensorId, value, measuredAtMs: nowMs, quality: 0 as const })))
        hearLoops()
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
        const nextIsDue = (): void => { nowMs += 600_000; hearLoops() }
        nextIsDue()
        const laterS = await runOnce()
        delay.disable()
        const whatIfDelay = monitorEventLoopDelay({ resolution: 1 })
        whatIfDelay.enable()
        const { ms: whatIfMs, summary, mb: whatIfMb } = await askWhatIfs(room, (asked) => asked >= whatIfRounds)
        whatIfDelay.disable()
        nextIsDue()
        const third = runOnce()
        let isOver = false
        void third.then(() => { isOver = true })
        const { ms: whatIfInRunMs } = await askWhatIfs(room, () => isOver)
        clearInterval(watch)
        desk.stop()
        await room.stop()
        return { firstS, laterS, idleBlockMs, longestBlockMs: delay.max / 1e6 - 1, blockP99Ms: delay.percentile(99) / 1e6 - 1, peakRssMb, failed: room.status.failed, whatIfMs, whatIfInRunMs, whatIfSegments: summary.segments, whatIfUnknown: summary.unknown_segments, whatIfMb, whatIfBlockMs: whatIfDelay.max / 1e6 - 1 }
      },
    },
    end: async () => { await db?.close() },
  }
}

/** Roads of one class: their sky views differ as much as a class allows. */
function classError(): { rmsK: number; largestK: number } {
  const roads = Array.from({ length: 40 }, (_, i): ThermalSegment => ({ ...assumedSurface.road, id: `g${i}`, kind: 'road', exposure: { skyViewFraction: 0.7505 + 0.099 * (i / 39), airBelow: false }, loopId: null, lengthM: 100, widthM: 10 }))
  const spreads = (segments: ThermalSegment[]): Float32Array[] => {
    const city = new CityForecast(segments, place)
    const unknown = new Float32Array(segments.length).fill(Number.NaN)
    Array.from(city.advance(weather, startMs, [], unknown, unknown))
    // The same other weathers for all.
    let seed = 1
    const chance = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647
    const found: Float32Array[] = []
    Array.from(city.run(weather, [], chance, (_, { spread }) => found.push(spread!.belowK.slice(), spread!.aboveK.slice())))
    return found
  }
  const shared = spreads(roads)
  const differencesK = roads.flatMap((road, i) => spreads([road]).flatMap((own, side) => Array.from(own, (value, step) => value - shared[2 * i + side]![step]!)))
  return { rmsK: Math.sqrt(differencesK.reduce((sum, value) => sum + value * value, 0) / differencesK.length), largestK: differencesK.reduce((most, value) => Math.max(most, Math.abs(value)), 0) }
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
