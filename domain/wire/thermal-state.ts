import { z } from 'zod'
import { assetKinds, layerMaterials, pavementTypes } from '../network/network'
import type { ColumnStates } from '../thermal/column-states'
import { surfaceGroupOf, type FluxCorrections } from '../thermal/flux-correction'
import type { ThermalSegment } from '../thermal/lay-columns'
import type { LoopFlow } from '../thermal/loop-drives'
import type { WeatherSeries } from '../weather/weather-series'
import { whatIfBasisShape, type WhatIfBasis } from './what-if'

const known = z.array(z.number())
/** Null where the model derives the value itself. */
const derived = z.array(z.number().nullable())

/** Everything that decides the next two days of one segment, so that they can be computed elsewhere. No number is rounded. */
export const thermalStateShape = z.object({
  ...whatIfBasisShape.shape,
  segment: z.object({
    id: z.string(), kind: z.enum(assetKinds), pavement_type: z.enum(pavementTypes), layers: z.array(z.object({ material: z.enum(layerMaterials), thickness_m: z.number() })),
    sky_view_fraction: z.number(), air_below: z.boolean(), loop_id: z.string().nullable(), length_m: z.number(), width_m: z.number(),
  }),
  /** Where the sun and the ground are taken for: the middle of the city, degrees. */
  place: z.object({ lat: z.number(), lon: z.number() }),
  /** What the stations have taught of the radiation: added to the sky's infrared, and a factor of the sun that this surface absorbs. */
  corrections: z.object({ sky_clear_w_per_m2: z.number(), sky_cover_w_per_m2: z.number(), solar_factor: z.number() }),
  column: z.object({
    /** From the surface down, at the nodes of the segment's grid. */
    temperature_c: known,
    water_mm: z.number(), snow_mm: z.number(), ice_mm: z.number(), frost_mm: z.number(),
    /** Index into `surfaceConditions`. */
    condition: z.number().int(),
  }),
  /** What its loop does by its own sensors, and the pavement above the whole loop. Null without a loop, or when it was not heard of: then nothing can be computed. */
  loop: z.object({ supply_c: z.number(), flow_l_per_min: z.number(), area_m2: z.number() }).nullable(),
  weather: z.object({
    start_at: z.string(), step_s: z.number(), wind_height_m: z.number(),
    air_temperature_c: known, dew_point_c: known, wind_speed_m_per_s: known, pressure_pa: known, precipitation_mm_per_h: known, snow_fraction: derived, cloud_fraction: known,
    shortwave_down_w_per_m2: known, longwave_down_w_per_m2: derived,
  }),
})
export type ThermalStateView = z.infer<typeof thermalStateShape>

/** What stands behind one segment's next two days. */
export interface ThermalState { segment: ThermalSegment; place: { lat: number; lon: number }; corrections: FluxCorrections; /** Of this column alone. */ state: ColumnStates; loop: (LoopFlow & { areaM2: number }) | null; weather: WeatherSeries }

const column = (values: Float64Array): number[] => Array.from(values)
const nulled = (values: Float64Array): (number | null)[] => Array.from(values, (value) => (Number.isNaN(value) ? null : value))

export function thermalStateView(basis: WhatIfBasis, { segment, place, corrections, state, loop, weather }: ThermalState): ThermalStateView {
  return {
    ...basis, place,
    corrections: { sky_clear_w_per_m2: corrections.sky.clearWPerM2, sky_cover_w_per_m2: corrections.sky.coverWPerM2, solar_factor: corrections.solar[surfaceGroupOf(segment)].factor },
    segment: {
      id: segment.id, kind: segment.kind, pavement_type: segment.pavementType, layers: segment.layers, sky_view_fraction: segment.exposure.skyViewFraction, air_below: segment.exposure.airBelow,
      loop_id: segment.loopId, length_m: segment.lengthM, width_m: segment.widthM,
    },
    column: { temperature_c: column(state.temperatureC), water_mm: state.waterMm[0]!, snow_mm: state.snowMm[0]!, ice_mm: state.iceMm[0]!, frost_mm: state.frostMm[0]!, condition: state.condition[0]! },
    loop: loop && { supply_c: loop.supplyC, flow_l_per_min: loop.flowLPerMin, area_m2: loop.areaM2 },
    weather: {
      start_at: new Date(weather.startMs).toISOString(), step_s: weather.stepS, wind_height_m: weather.windHeightM,
      air_temperature_c: column(weather.airTemperatureC), dew_point_c: column(weather.dewPointC), wind_speed_m_per_s: column(weather.windSpeedMPerS), pressure_pa: column(weather.pressurePa),
      precipitation_mm_per_h: column(weather.precipitationMmPerH), snow_fraction: nulled(weather.snowFraction), cloud_fraction: column(weather.cloudFraction),
      shortwave_down_w_per_m2: column(weather.shortwaveDownWPerM2), longwave_down_w_per_m2: nulled(weather.longwaveDownWPerM2),
    },
  }
}
