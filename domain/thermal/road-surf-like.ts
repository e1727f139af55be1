import { businger } from './businger'
import { physical } from './physical-constants'
import type { SurfaceModel } from './surface-model'
import { buildTransferTable } from './transfer-table'

/**
 * RoadSurf's parameters (Kangas et al. 2015, Geosci. Model Dev. 8; Karsisto 2024; FMI's open library under MIT). Its frost fault is left out:
 * frost settles with the heat of sublimation. Wear of water read from its published answers: 1.45 of the store per hour.
 */
export function roadSurfLike(): SurfaceModel {
  return {
    name: 'RoadSurf-like',
    transfer: buildTransferTable(businger({ roughnessM: 0.4, heatRoughnessM: 1e-3, windHeightM: 10, temperatureHeightM: 2 })),
    leastWindDayMPerS: 1.5, leastWindNightMPerS: 0.4,
    leastVapourConductanceMPerS: 1 / 30,
    densityAtSurface: false,
    skinShareOfSecondNode: 0.5,
    fullyWetMm: 1e-6,
    evaporatesBeyondStore: true, sublimatesAboveC: -0.25,
    vaporisationJPerKg: physical.vaporisation, fusionJPerKg: physical.fusion, vapourOverHeat: 1,
    snowAlbedo: 0.6, snowAlbedoFromMm: 0, snowAlbedoToMm: 1.5, snowAlbedoAtOnceMm: 0.01,
    precipitationHeat: false,
    trafficDayWPerM2: 10, trafficNightWPerM2: 5,
    drainPerS: 0, drainAboveMm: 0,
    clearPerS: 0, clearAboveMm: 0,
    largestWaterMm: 2, largestSnowMm: 100, largestIceMm: 50, largestFrostMm: 2,
    wear: { snowPerH: 0.45, icePerH: 0.319, frostPerH: 1.16, waterPerH: 1.45, snowToIce: 0.25 / 0.45 }, wearWaterAboveMm: 0.1,
  }
}
