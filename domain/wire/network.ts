import { z } from 'zod'
import { correctionSources } from '../geo/epoch/position-provenance'
import { terrestrialFrames } from '../geo/epoch/terrestrial-frames'
import { assetKinds, layerMaterials, pavementTypes, thermalServices } from '../network/network'
import { quantityNames } from '../sensing/quantities'

const bilingual = z.object({ zh: z.string(), en: z.string() })
const position = z.tuple([z.number(), z.number()])

export const segmentShape = z.object({
  /** Place of the segment in every live frame of the same network version. */
  index: z.number().int(),
  id: z.string(),
  asset_id: z.string(),
  kind: z.enum(assetKinds),
  name: bilingual,
  route: z.string().nullable(),
  from_m: z.number(),
  to_m: z.number(),
  length_m: z.number(),
  width_m: z.number(),
  pavement_type: z.enum(pavementTypes),
  loop_id: z.string().nullable(),
  runway_third: z.number().int().nullable(),
  axis: z.array(position),
})
export type SegmentView = z.infer<typeof segmentShape>

export const sensorShape = z.object({
  id: z.string(),
  station_id: z.string().nullable(),
  segment_id: z.string().nullable(),
  loop_id: z.string().nullable(),
  quantity: z.enum(quantityNames),
  unit: z.string(),
  depth_m: z.number().nullable(),
  cadence_s: z.number(),
  source: z.enum(['device', 'controller', 'import']),
})
export type SensorView = z.infer<typeof sensorShape>

/** The figures as they were surveyed; the station's position is these carried to CGCS2000 at 2000.0. */
export const surveyShape = z.object({ position, frame: z.enum(terrestrialFrames), epoch_year: z.number(), correction_source: z.enum(correctionSources).nullable(), reduction_uncertainty_m: z.number() })
/** Without `survey` nobody has said how the position was found. */
export const stationShape = z.object({ id: z.string(), name: bilingual, position, segment_id: z.string().nullable(), survey: surveyShape.exactOptional() })
export const assetShape = z.object({ id: z.string(), kind: z.enum(assetKinds), name: bilingual, route: z.string().nullable() })
export const loopShape = z.object({
  id: z.string(), name: bilingual, energy_station_id: z.string(), controller_id: z.string(), service: z.enum(thermalServices),
  heat_min_c: z.number(), heat_max_c: z.number(), cool_min_c: z.number(), cool_max_c: z.number(),
  safe_state: z.enum(['off', 'holdFreezeProtection']),
})
export const energyStationShape = z.object({ id: z.string(), name: bilingual, position })

export const networkShape = z.object({
  /** Changes whenever segments are added, removed or reordered; live frames name the version they index. */
  version: z.string(),
  attribution: z.string(),
  assets: z.array(assetShape),
  segments: z.array(segmentShape),
  stations: z.array(stationShape),
  sensors: z.array(sensorShape),
  energy_stations: z.array(energyStationShape),
  loops: z.array(loopShape),
  water: z.array(z.object({ name: bilingual.nullable(), schematic: z.boolean(), ring: z.array(position) })),
})
export type NetworkView = z.infer<typeof networkShape>

/** What the inspector needs beyond the network and the live frame. */
export const segmentDetailShape = segmentShape.extend({
  layers: z.array(z.object({ material: z.enum(layerMaterials), thickness_m: z.number() })),
  sky_view_fraction: z.number(),
  air_below: z.boolean(),
  assumed: z.array(z.string()),
  source: z.string(),
  position: z.object({ frame: z.literal('CGCS2000'), epoch: z.number(), lon: z.number(), lat: z.number() }),
})
export type SegmentDetail = z.infer<typeof segmentDetailShape>

export const siteShape = z.object({
  city: z.object({ id: z.string(), name: bilingual, time_zone: z.string(), centre: position, zoom: z.number(), season: z.enum(['winter', 'summer']) }),
  version: z.string(),
  site_at: z.string(),
  /** Site seconds per wall second; 1 in production. */
  time_scale: z.number(),
  /** The readings are invented. */
  demo: z.boolean(),
  engine: z.enum(['postgresql', 'embedded']),
  public_read: z.boolean(),
  /** Whether there is an account that may give commands. */
  commands_enabled: z.boolean(),
})
export type SiteView = z.infer<typeof siteShape>

export const historyShape = z.object({
  from: z.string(),
  to: z.string(),
  series: z.array(z.object({
    sensor_id: z.string(),
    quantity: z.enum(quantityNames),
    unit: z.string(),
    depth_m: z.number().nullable(),
    source: z.enum(['device', 'controller', 'import']),
    /** [unix seconds, value, quality code]; thinned to at most ~500 points, extremes kept. */
    points: z.array(z.tuple([z.number(), z.number(), z.number()])),
  })),
})
export type HistoryView = z.infer<typeof historyShape>

/** Course of the city for the time bar: one row per step. */
export const overviewShape = z.object({
  from: z.string(), to: z.string(), step_s: z.number(),
  /** [unix seconds, min heated °C, median heated, median unheated, max any, measured sensors]; null = no good reading in the step. */
  rows: z.array(z.tuple([z.number(), z.number().nullable(), z.number().nullable(), z.number().nullable(), z.number().nullable(), z.number()])),
})
export type OverviewView = z.infer<typeof overviewShape>
