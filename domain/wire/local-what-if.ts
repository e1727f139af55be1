import { courseEverySteps, forecastModel, horizonSteps, modelStepS } from '../thermal/city-forecast'
import { newColumnStates, type ColumnStates } from '../thermal/column-states'
import { hearthway } from '../thermal/hearthway'
import { layColumns, type ThermalSegment } from '../thermal/lay-columns'
import type { PavementGrid } from '../thermal/pavement-grid'
import { prepareForcing } from '../thermal/prepare-forcing'
import { runWhatIf, whatIfDrives, type LoopWish } from '../thermal/what-if'
import type { WeatherSeries } from '../weather/weather-series'
import type { ThermalStateView } from './thermal-state'
import type { WhatIfSegment } from './what-if'
import { whatIfSegment } from './what-if-segment'

const model = hearthway()

/**
 * The what-if of one segment from what the server says of it: what the server itself answers, computed where this runs.
 * @param fromMs when the command is taken to begin, unix ms of site time
 * @throws RangeError when the state was made by another version of the model
 */
export function localWhatIf(view: ThermalStateView, wish: LoopWish, fromMs: number): WhatIfSegment {
  const segment = segmentOfView(view)
  const areaM2 = segment.lengthM * segment.widthM
  const head = { segment_id: segment.id, loop_id: wish.loopId, area_m2: areaM2 }
  if (view.model_version !== forecastModel) throw new RangeError(`the state is of ${view.model_version}, this is ${forecastModel}`)
  if (segment.loopId !== wish.loopId) throw new RangeError(`${segment.id} does not lie above ${wish.loopId}`)
  if (view.loop === null) return { ...head, unknown: 'loop_not_heard', without: null, with: null }
  const startMs = Date.parse(view.start_at)
  const { sky_clear_w_per_m2: clearWPerM2, sky_cover_w_per_m2: coverWPerM2, solar_factor: factor } = view.corrections
  const sky = { clearWPerM2, coverWPerM2 }
  const { grids, sites } = layColumns([segment], view.place.lat, modelStepS, { sky, solar: { asphalt: { factor }, concrete: { factor } } })
  const forcing = prepareForcing(weatherOfView(view), view.place, startMs, modelStepS, horizonSteps, sky)
  const flow = { loopId: wish.loopId, supplyC: view.loop.supply_c, flowLPerMin: view.loop.flow_l_per_min }
  const drives = whatIfDrives(wish, flow, view.loop.area_m2, fromMs, startMs, modelStepS, horizonSteps)
  const result = runWhatIf({ model, grid: grids[0]!, site: sites[0]!, state: stateOfView(view, grids[0]!), areaM2 }, forcing, drives, courseEverySteps)
  return whatIfSegment(head, result, drives, startMs, modelStepS, courseEverySteps, true)
}

function stateOfView({ column }: ThermalStateView, grid: PavementGrid): ColumnStates {
  if (column.temperature_c.length !== grid.count) throw new RangeError(`a column of ${column.temperature_c.length} nodes, expected ${grid.count}`)
  const state = newColumnStates([grid])
  state.temperatureC.set(column.temperature_c)
  state.waterMm[0] = column.water_mm
  state.snowMm[0] = column.snow_mm
  state.iceMm[0] = column.ice_mm
  state.frostMm[0] = column.frost_mm
  state.condition[0] = column.condition
  return state
}

function segmentOfView({ segment }: ThermalStateView): ThermalSegment {
  return {
    id: segment.id, kind: segment.kind, pavementType: segment.pavement_type, layers: segment.layers, exposure: { skyViewFraction: segment.sky_view_fraction, airBelow: segment.air_below },
    loopId: segment.loop_id, lengthM: segment.length_m, widthM: segment.width_m,
  }
}

function weatherOfView({ weather: w, weather_issued_at: issuedAt, weather_source: source }: ThermalStateView): WeatherSeries {
  const unknown = (values: (number | null)[]): Float64Array => Float64Array.from(values, (value) => value ?? Number.NaN)
  return {
    startMs: Date.parse(w.start_at), stepS: w.step_s, count: w.air_temperature_c.length, issuedAtMs: Date.parse(issuedAt), source, windHeightM: w.wind_height_m,
    airTemperatureC: Float64Array.from(w.air_temperature_c), dewPointC: Float64Array.from(w.dew_point_c), windSpeedMPerS: Float64Array.from(w.wind_speed_m_per_s), pressurePa: Float64Array.from(w.pressure_pa),
    precipitationMmPerH: Float64Array.from(w.precipitation_mm_per_h), snowFraction: unknown(w.snow_fraction), cloudFraction: Float64Array.from(w.cloud_fraction),
    shortwaveDownWPerM2: Float64Array.from(w.shortwave_down_w_per_m2), longwaveDownWPerM2: unknown(w.longwave_down_w_per_m2),
  }
}
