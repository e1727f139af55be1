import { delageGirard } from './delage-girard'
import { physical } from './physical-constants'
import type { SurfaceModel } from './surface-model'
import { buildTransferTable } from './transfer-table'

/** METRo's parameters (Crevier & Delage 2001, J. Appl. Meteor. 40, 2026-2037). Its evaporation fault is left out: vapour divides by its own latent heat. */
export function metroLike(): SurfaceModel {
  return {
    name: 'METRo-like',
    transfer: buildTransferTable(delageGirard({ roughnessM: 1e-3, heatRoughnessM: 5e-4, windHeightM: 10, temperatureHeightM: 1.5 })),
    leastWindDayMPerS: 0.1, leastWindNightMPerS: 0.1,
    leastVapourConductanceMPerS: 0,
    densityAtSurface: true,
    skinShareOfSecondNode: 0,
    fullyWetMm: 0.5,
    evaporatesBeyondStore: false, sublimatesAboveC: -Infinity,
    vaporisationJPerKg: physical.vaporisation, fusionJPerKg: physical.fusion, vapourOverHeat: 1,
    snowAlbedo: 0.5, snowAlbedoFromMm: 1, snowAlbedoToMm: 6, snowAlbedoAtOnceMm: Infinity,
    precipitationHeat: false,
    trafficDayWPerM2: 10, trafficNightWPerM2: 10,
    drainPerS: 3e-3, drainAboveMm: 0.2,
    clearPerS: 3e-4, clearAboveMm: 1,
    largestWaterMm: Infinity, largestSnowMm: Infinity, largestIceMm: Infinity, largestFrostMm: Infinity,
    wear: { snowPerH: 0, icePerH: 0, frostPerH: 0, waterPerH: 0, snowToIce: 0 }, wearWaterAboveMm: 0,
  }
}
