import type { ColumnSite } from './column-site'
import type { SurfaceForcing } from './surface-forcing'
import { physical } from './physical-constants'
import type { SurfaceModel } from './surface-model'

/**
 * Global radiation on the plane, W/m²: the direct beam unless the horizon hides the sun, and the part of the diffuse that the visible sky
 * sends. What walls and slopes reflect is left out.
 */
export function shortwaveOnPlane(forcing: SurfaceForcing, step: number, site: ColumnSite): number {
  const direct = forcing.directWPerM2[step]!
  const diffuse = forcing.diffuseWPerM2[step]! * site.skyViewFraction
  if (direct === 0 || site.horizonDeg === null) return direct + diffuse
  const sectors = site.horizonDeg.length
  const horizon = site.horizonDeg[((forcing.sunAzimuthDeg[step]! * sectors) / 360 + 0.5) % sectors | 0]!
  return forcing.sunElevationDeg[step]! > horizon ? direct + diffuse : diffuse
}

/** Long-wave from above, W/m²: the sky as far as it is seen, the rest black at air temperature. */
export function longwaveOnPlane(skyWPerM2: number, airC: number, skyViewFraction: number): number {
  if (skyViewFraction === 1) return skyWPerM2
  const airK = airC + physical.zeroCelsiusK
  return skyViewFraction * skyWPerM2 + (1 - skyViewFraction) * physical.stefanBoltzmann * airK * airK * airK * airK
}

/** Albedo under snow, ice and frost, mm w.e.: a ramp from the dry pavement's to the snow's over all that is frozen, or at once by snow. */
export function albedoUnder(model: SurfaceModel, dryAlbedo: number, stores: { snow: number; ice: number; frozen: number }): number {
  const frozenMm = stores.frozen
  if (stores.snow > model.snowAlbedoAtOnceMm && stores.snow > stores.ice) return Math.max(dryAlbedo, model.snowAlbedo)
  if (frozenMm <= model.snowAlbedoFromMm) return dryAlbedo
  const share = Math.min(1, (frozenMm - model.snowAlbedoFromMm) / (model.snowAlbedoToMm - model.snowAlbedoFromMm))
  return dryAlbedo + share * Math.max(0, model.snowAlbedo - dryAlbedo)
}
