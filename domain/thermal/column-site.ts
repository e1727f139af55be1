import type { SolarCorrection } from './flux-correction'
import type { GroundWave } from './ground-wave'

/** Where one column stands. */
export interface ColumnSite {
  /** Fraction of the sky hemisphere seen, 0..1. */
  skyViewFraction: number
  /** Elevation of the horizon, degrees, in equal sectors of azimuth clockwise, the first centred on north; null where free. */
  horizonDeg: Float64Array | null
  /** Multiplies the model's heat of traffic, 0 for none. */
  trafficFactor: number
  /** Temperature of the ground below; used by grids whose bottom is 'ground'. */
  ground: GroundWave | null
  /** What the stations have taught of the sun that surfaces like this absorb; without it, by the pavement's own albedo. */
  solar?: SolarCorrection
}

export const openSite: ColumnSite = { skyViewFraction: 1, horizonDeg: null, trafficFactor: 1, ground: null }
