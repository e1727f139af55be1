import type { CorrectionSource } from '../geo/epoch/position-provenance'
import type { TerrestrialFrame } from '../geo/epoch/terrestrial-frames'
import type { Bilingual, ControllerProtocol, Layer, PavementType, Position, SafeState, Sensor, ThermalService } from './network'
import type { SensorGroup } from './station-sensors'

/** The word by which a plant file is known. */
export const plantFileFormat = 'hearthway-plant-1'

/**
 * Some metres of the network. A segment whose border lies elsewhere is cut there.
 * `segment_id` names a segment, or all parts of one that was cut (`<id>~1`, `<id>~2` ...).
 */
export type PlantPlace =
  | { segment_id: string }
  /** Between two stakes (K12+345) of a route; `asset_id` where several assets share the route's name. */
  | { route: string; asset_id?: string; from: string; to: string }
  /** Every road inside a ring of positions. */
  | { polygon: Position[] }

/** What is said otherwise than the defaults of `plant-limits.ts`, by the names there as fields (`limit-field.ts`). */
export type PlantLimits = Record<string, number>

export interface PlantEnergyStation { id: string; name: Bilingual; position: Position; limits?: PlantLimits }

export interface PlantController {
  id: string
  energy_station_id: string
  protocol: ControllerProtocol
  /** Left out only for `dryRun`. */
  host?: string
  /** 0 or left out: nobody listens yet; in a demo the twin says where it does. */
  port?: number
  /** Modbus unit; 1 where left out. */
  unit_id?: number
  /** How its registers are laid out; over MQTT the name of the message format. Left out only for `dryRun`. */
  register_map?: string
  /** Names of environment variables that hold its secrets, by what they are for (`username`, `password`, `ca`). */
  secret_variables?: Record<string, string>
}

export interface PlantLoop {
  id: string
  name: Bilingual
  controller_id: string
  /** Place in the controller's register map, from 0. */
  index: number
  service: ThermalService
  safe_state: SafeState
  /** Admissible supply set-points, °C. */
  heat_min_c: number
  heat_max_c: number
  cool_min_c: number
  cool_max_c: number
  limits?: PlantLimits
  /** What it lies under. */
  places: PlantPlace[]
  /** What its controller reads back; the standard points where left out. */
  read_back?: PlantSensor[]
}

export interface PlantSensor {
  id: string
  quantity: Sensor['quantity']
  /** m below the surface; null where it does not apply. */
  depth_m: number | null
  cadence_s: number
  /** The station's segment for a sensor in the pavement, none for others, where left out. */
  segment_id?: string | null
  loop_id?: string | null
}

/** How a position was surveyed: the figures as they were given; `place` has them carried to CGCS2000 at 2000.0. */
export interface PlantSurvey {
  position: Position
  frame: TerrestrialFrame
  /** Decimal year. */
  epoch_year: number
  /** Null: nobody has said. */
  correction_source: CorrectionSource | null
  /** What the reduction may be wrong by, m. */
  reduction_uncertainty_m: number
}

export interface PlantStation {
  id: string
  name: Bilingual
  /** A stake of a route, or a position and the segment whose surface is measured there (null for a mast off the road). */
  place: { route: string; asset_id?: string; stake: string } | { position: Position; segment_id: string | null }
  groups?: SensorGroup[]
  sensors?: PlantSensor[]
  survey?: PlantSurvey
}

/** What was surveyed of a pavement; it goes before the defaults and the network's own words. */
export interface PlantPavement {
  places: PlantPlace[]
  width_m?: number
  pavement_type?: PavementType
  layers?: Layer[]
  exposure?: { sky_view_fraction: number; air_below: boolean }
  /** Fields given here that are guesses. */
  assumed?: ('width_m' | 'pavement_type' | 'layers' | 'exposure')[]
}

/** The whole plant of a city: what is not in it does not stand. */
export interface PlantFile {
  $schema?: string
  format: typeof plantFileFormat
  /** For the file's readers. */
  note?: string
  energy_stations: PlantEnergyStation[]
  controllers: PlantController[]
  loops: PlantLoop[]
  stations: PlantStation[]
  /** Sensors that devices post to and that belong to no station. */
  sensors: PlantSensor[]
  pavements: PlantPavement[]
}

