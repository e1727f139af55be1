import { estimateMethods } from '#domain/sensing/estimate-method'
import { surfaceStates } from '#domain/sensing/surface-state'
import type { NowcastColumns } from '#domain/thermal/optimal-interpolation'
import { judgeForecastAge } from '#domain/thermal/forecast-age'
import { nearestStep } from '#server/forecast/forecast-columns'
import { RunShelf } from '#server/forecast/run-shelf'
import { loadForecastRun, loadForecasts } from '#server/store/forecasts'
import { loadReadingsAsOf } from '#server/store/readings-as-of'
import type { CityInMemory } from '../city-in-memory'
import type { Services } from '../services'
import type { AskedTime } from './asked-time'
import { networkChanged, parameterFault } from './ogc-fault'

/** The surface of every segment at one time, in the order of the network. */
export type SurfaceView = Pick<NowcastColumns, 'temperature' | 'state' | 'measuredAt' | 'sdK' | 'method'>

export const forecastState = surfaceStates.length
/** The states of a surface, and what a coming instant has instead. */
export const surfaceStateNames = [...surfaceStates, 'forecast'] as const
export { estimateMethods }

const iso = (ms: number): string => new Date(ms).toISOString()
/** Half the distance between the 10th and the 90th percentile of a normal error, in standard deviations. */
const tenthToDeviation = 1.2815515655446004

/** As judged now, as known at an instant that is past, or as forecast for one that is coming. @throws ProblemError 400 outside the forecast */
export const surfaceOf = (services: Services, city: CityInMemory, time: AskedTime): SurfaceView | Promise<SurfaceView> =>
  (time.when === 'now' ? services.live.surface() : time.when === 'past' ? pastSurface(services, city, time.atMs) : forecastSurface(services, city, time.atMs))

async function pastSurface(services: Services, city: CityInMemory, atMs: number): Promise<SurfaceView> {
  const readings = await loadReadingsAsOf(services.db, new Date(atMs))
  if (services.city() !== city) throw networkChanged()
  return services.live.surfaceAt(readings, atMs)
}

const shelves = new WeakMap<Services, RunShelf>()
const shelfOf = (services: Services): RunShelf => shelves.get(services) ?? shelves.set(services, new RunShelf((runId) => loadForecasts(services.db, runId))).get(services)!

async function forecastSurface(services: Services, city: CityInMemory, atMs: number): Promise<SurfaceView> {
  const run = await loadForecastRun(services.db, services.clock.now())
  const refuse = (reason: string, remedy: string) => parameterFault({ field: 'datetime', position: 0, reason, remedy })
  if (!run) throw refuse(`${iso(atMs)} has not come yet and there is no forecast`, `Ask for an instant up to ${iso(services.clock.now().getTime())}.`)
  const step = nearestStep(run, atMs)
  if (step < 0) throw refuse(`${iso(atMs)} lies outside the forecast`, `Ask for an instant up to ${iso(run.startAtMs + (run.stepCount - 1) * run.stepS * 1000)}.`)
  const { segments } = city.network
  const view = emptySurface(segments.length)
  // One that is overdue or rests on old weather says nothing any more, here as on the screen.
  if (judgeForecastAge(run, services.clock.now().getTime(), null).length > 0) return view
  const courses = await shelfOf(services).courses(run.id)
  segments.forEach(({ id }, i) => {
    const course = courses.get(id)
    const meanC = course?.meanC[step] ?? Number.NaN
    if (!course || Number.isNaN(meanC)) return
    view.temperature[i] = meanC
    view.state[i] = forecastState
    view.sdK[i] = (course.p90C[step]! - course.p10C[step]!) / 2 / tenthToDeviation
    view.measuredAt[i] = Math.round(run.issuedAtMs / 1000)
  })
  return view
}

export const emptySurface = (count: number): SurfaceView => ({
  temperature: new Float32Array(count).fill(Number.NaN), state: new Uint8Array(count), measuredAt: new Int32Array(count), sdK: new Float32Array(count).fill(Number.NaN), method: new Uint8Array(count),
})

export const copySurface = ({ temperature, state, measuredAt, sdK, method }: SurfaceView): SurfaceView =>
  ({ temperature: temperature.slice(), state: state.slice(), measuredAt: measuredAt.slice(), sdK: sdK.slice(), method: method.slice() })

/** Remembers of each segment what its surface was when it was last written. */
export function surfaceMemo(count: number): { isSame(view: SurfaceView, i: number): boolean; keep(view: SurfaceView, i: number): void } {
  const { temperature, state, measuredAt, sdK, method } = emptySurface(count)
  const isSameNumber = (a: number, b: number): boolean => a === b || (a !== a && b !== b)
  return {
    isSame: (view, i) => measuredAt[i] === view.measuredAt[i] && state[i] === view.state[i] && method[i] === view.method[i] && isSameNumber(temperature[i]!, view.temperature[i]!) && isSameNumber(sdK[i]!, view.sdK[i]!),
    keep(view, i) {
      temperature[i] = view.temperature[i]!
      state[i] = view.state[i]!
      measuredAt[i] = view.measuredAt[i]!
      sdK[i] = view.sdK[i]!
      method[i] = view.method[i]!
    },
  }
}
