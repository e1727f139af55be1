import type { TransferTable } from './transfer-table'

/** How fast traffic takes a store away, as a share of it per hour. */
export interface WearRates { snowPerH: number; icePerH: number; frostPerH: number; waterPerH: number; /** Of worn snow, the share pressed to ice. */ snowToIce: number }

/** The parameters of all terms in one configuration: `metroLike`, `roadSurfLike`, `hearthway`. */
export interface SurfaceModel {
  name: string
  /** Turbulent exchange over this configuration's roughness. */
  transfer: TransferTable
  /** Traffic stirs the air: least wind, m/s, by day and by night. */
  leastWindDayMPerS: number
  leastWindNightMPerS: number
  /** Conductance of vapour is at least this, m/s (RoadSurf caps the resistance at 30 s/m). */
  leastVapourConductanceMPerS: number
  /** Air density at the surface's temperature (METRo) or at the air's. */
  densityAtSurface: boolean
  /** Share of the second node in the temperature that radiates and evaporates (RoadSurf: 0.5, the mean of 0 and 3 cm). */
  skinShareOfSecondNode: number
  /** Store, mm, at which the surface evaporates like open water. */
  fullyWetMm: number
  /**
   * A wet surface loses heat for its full evaporation even where the store runs out within the step, as RoadSurf has it; the store itself
   * never gives more than it holds. False limits heat and mass alike.
   */
  evaporatesBeyondStore: boolean
  /** Snow, ice and frost give vapour above this surface temperature, °C. RoadSurf: -0.25, where its water freezes; only water evaporates there. */
  sublimatesAboveC: number
  /** Latent heats, J/kg. */
  vaporisationJPerKg: number
  fusionJPerKg: number
  /** Exchange of vapour over exchange of heat (1: the same eddies carry both). */
  vapourOverHeat: number
  /** Albedo rises from the pavement's to `snowAlbedo` between these amounts of snow + ice + frost, mm w.e. */
  snowAlbedo: number
  snowAlbedoFromMm: number
  snowAlbedoToMm: number
  /** Snow of this amount, mm w.e., and more of it than ice, has its albedo at once (RoadSurf: 0.01 mm); Infinity: the ramp alone. */
  snowAlbedoAtOnceMm: number
  /** Rain and snow bring their heat along. */
  precipitationHeat: boolean
  /** Heat of traffic, W/m², by day and by night. */
  trafficDayWPerM2: number
  trafficNightWPerM2: number
  /** Water above `drainAboveMm` runs off at this share per second. */
  drainPerS: number
  drainAboveMm: number
  /** Snow, ice and frost above `clearAboveMm` are cleared (traffic and ploughs) at this share per second. */
  clearPerS: number
  clearAboveMm: number
  /** Stores never exceed these, mm w.e.: the rest runs off or is cleared. */
  largestWaterMm: number
  largestSnowMm: number
  largestIceMm: number
  largestFrostMm: number
  wear: WearRates
  /** No wear of water below this, mm: it sits in the pores. */
  wearWaterAboveMm: number
}
