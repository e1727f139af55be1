import { courseEverySteps, horizonS, horizonSteps, modelStepS, type CityForecast } from '#domain/thermal/city-forecast'
import { weatherOldAfterS } from '#domain/thermal/forecast-age'
import type { LoopFlow } from '#domain/thermal/loop-drives'
import { whatIfDrives, type LoopWish, type WhatIfDrives } from '#domain/thermal/what-if'
import { cutWeather } from '#domain/weather/cut-weather'
import type { WeatherSeries } from '#domain/weather/weather-series'
import type { WhatIfLoop, WhatIfSegment } from '#domain/wire/what-if'
import { summariseWhatIf, whatIfSegment } from '#domain/wire/what-if-segment'
import type { ColumnAnswer, ColumnQuestion, ColumnStand, ForecastSegment } from './forecast-protocol'

/** What the columns were brought to where they stand by. */
export interface ColumnBasis { runAtMs: number; weather: WeatherSeries; /** Loops that were heard of then: only of their columns is known what heated them. */ heard: ReadonlySet<string> }

/** Answers a question from the columns as they stand; changes nothing. */
export function answerFromColumns(city: CityForecast, segments: readonly ForecastSegment[], basis: ColumnBasis, question: ColumnQuestion): ColumnAnswer {
  const { id, nowMs } = question
  const { startMs } = city
  if (!(nowMs >= startMs && nowMs - startMs <= weatherOldAfterS * 1000)) return { tell: 'noColumns', id, reason: 'columns_old' }
  const stand: ColumnStand = { startMs, runAtMs: basis.runAtMs, weatherIssuedAtMs: basis.weather.issuedAtMs, weatherSource: basis.weather.source }
  const flows = new Map(question.flows.filter(({ loopId }) => basis.heard.has(loopId) && city.areasM2.has(loopId)).map((flow) => [flow.loopId, flow]))
  if (question.ask === 'whatIf') return { tell: 'whatIf', id, stand, ...whatIf(city, segments, basis.weather, flows, question.wishes, question.fromMs, question.courses) }
  const index = segments.findIndex((segment) => segment.id === question.segmentId)
  if (index < 0) return { tell: 'questionFailed', id, reason: `no column of ${question.segmentId}` }
  const segment = segments[index]!
  const flow = segment.loopId === null ? undefined : flows.get(segment.loopId)
  const weather = cutWeather(basis.weather, startMs, startMs + horizonS * 1000)
  return { tell: 'thermalState', id, stand, state: { segment, place: city.place, corrections: city.corrections, state: city.stateOf(index), loop: flow ? { ...flow, areaM2: city.areasM2.get(flow.loopId)! } : null, weather } }
}

function whatIf(city: CityForecast, segments: readonly ForecastSegment[], weather: WeatherSeries, flows: ReadonlyMap<string, LoopFlow>, wishes: readonly LoopWish[], fromMs: number, courses: boolean) {
  const { startMs } = city
  const forcing = city.forcingAhead(weather)
  const iso = (step: number): string => new Date(startMs + step * modelStepS * 1000).toISOString()
  const drives = new Map<string, WhatIfDrives | null>()
  const loops = wishes.map((wish): WhatIfLoop => {
    const flow = flows.get(wish.loopId)
    // Of a loop that was not heard of only the instants are told, and those hang on no flow.
    const own = whatIfDrives(wish, flow ?? { loopId: wish.loopId, supplyC: 0, flowLPerMin: 0 }, city.areasM2.get(wish.loopId) ?? Number.NaN, fromMs, startMs, modelStepS, horizonSteps)
    drives.set(wish.loopId, flow ? own : null)
    return {
      loop_id: wish.loopId, mode: wish.mode, setpoint_c: wish.mode === 'off' ? null : wish.setpointC, from: iso(own.fromStep), until: iso(own.toStep),
      now: flow ? { supply_c: flow.supplyC, flow_l_per_min: flow.flowLPerMin } : null, flow_l_per_min: flow ? own.flowLPerMin : null, flow_assumed: flow !== undefined && own.isFlowAssumed,
    }
  })
  const rows: WhatIfSegment[] = []
  segments.forEach(({ id, loopId, lengthM, widthM }, index) => {
    const own = loopId === null ? undefined : drives.get(loopId)
    if (loopId === null || own === undefined) return
    const head = { segment_id: id, loop_id: loopId, area_m2: lengthM * widthM }
    rows.push(own === null ? { ...head, unknown: 'loop_not_heard', without: null, with: null }
      : whatIfSegment(head, city.whatIf(index, forcing, own), own, startMs, modelStepS, courseEverySteps, courses))
  })
  return { loops, summary: summariseWhatIf(rows), segments: new TextEncoder().encode(JSON.stringify(rows)) }
}
