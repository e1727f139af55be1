import { delageGirard } from './delage-girard'
import { physical } from './physical-constants'
import type { SurfaceModel } from './surface-model'
import { buildTransferTable } from './transfer-table'

/** Roughness of a surface, m. METRo's for roads: 1 mm for momentum, 0.5 mm for heat. */
export interface SurfaceRoughness { momentumM: number; heatM: number }
export const roadRoughness: SurfaceRoughness = { momentumM: 1e-3, heatM: 5e-4 }

/**
 * The configuration of production: METRo's exchange, albedo and drainage (it follows METRo within 0.5 K, see the validation), RoadSurf's
 * stirring and wear by traffic, the heat of precipitation (ASHRAE), and no fault of either. For a weather at 2 m and 10 m.
 * The table of exchange costs some 0.1 s: it is built once per roughness, and the same model given out again.
 */
export function hearthway(roughness: SurfaceRoughness = roadRoughness): SurfaceModel {
  const key = `${roughness.momentumM} ${roughness.heatM}`
  const known = models.get(key) ?? build(roughness)
  models.set(key, known)
  return known
}

const models = new Map<string, SurfaceModel>()

function build(roughness: SurfaceRoughness): SurfaceModel {
  return {
    name: 'Hearthway',
    transfer: buildTransferTable(delageGirard({ roughnessM: roughness.momentumM, heatRoughnessM: roughness.heatM, windHeightM: 10, temperatureHeightM: 2 })),
    leastWindDayMPerS: 1.5, leastWindNightMPerS: 0.4,
    leastVapourConductanceMPerS: 0,
    densityAtSurface: true,
    skinShareOfSecondNode: 0,
    fullyWetMm: 0.5,
    evaporatesBeyondStore: false, sublimatesAboveC: -Infinity,
    vaporisationJPerKg: physical.vaporisation, fusionJPerKg: physical.fusion, vapourOverHeat: 1,
    snowAlbedo: 0.5, snowAlbedoFromMm: 1, snowAlbedoToMm: 6, snowAlbedoAtOnceMm: Infinity,
    precipitationHeat: true,
    trafficDayWPerM2: 10, trafficNightWPerM2: 5,
    drainPerS: 3e-3, drainAboveMm: 0.2,
    clearPerS: 0, clearAboveMm: 0,
    largestWaterMm: 5, largestSnowMm: 200, largestIceMm: 50, largestFrostMm: 2,
    wear: { snowPerH: 0.45, icePerH: 0.319, frostPerH: 1.16, waterPerH: 0.145, snowToIce: 0.25 / 0.45 }, wearWaterAboveMm: 0.1,
  }
}
