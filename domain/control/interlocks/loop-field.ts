import type { LoopLimits, StationLimits } from '#domain/network/plant-limits'

/** Newest reading of a sensor, as it was stored. */
export interface SensorState {
  sensorId: string
  cadenceS: number
  /** Null: it has never said anything. */
  reading: { value: number; atMs: number; quality: number; /** Since when it says exactly this, as far as anybody remembers. */ unchangedSinceMs: number } | null
}

/** What a controller said of a loop at one instant. */
export interface RunSample { atMs: number; flowing: boolean; /** Positive into the pavement, kW. */ power_kw: number; supply_c: number }

/** What somebody who may know says of a runway. */
export interface RunwayUse {
  inUse: boolean
  /** 'feed' of the tower or operations, or a declaration of an account. */
  source: string
  reference: string
  declaredAtMs: number
  /** Site instant after which nobody knows any more. */
  expiresAtMs: number
}

/** What is known of a loop beyond its controller's present answer. */
export interface LoopField {
  limits: LoopLimits
  station: StationLimits
  slab: readonly SensorState[]
  surface: readonly SensorState[]
  /** The sensor that speaks for the dew point at the loop's coldest wetted wall. */
  dewPoint: SensorState | null
  /** What the controller said of this loop in the last hours, oldest first. */
  runs: readonly RunSample[]
  stationId: string
  /** What any loop of its energy station is built for. */
  stationCan: { heat: boolean; cool: boolean }
  /** `runs` of every loop of its energy station, this one included. */
  stationRuns: readonly (readonly RunSample[])[]
  /** The runways above the loop, with what is known of their use. */
  runways: readonly { runwayId: string; use: RunwayUse | null }[]
}
