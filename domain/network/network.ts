import type { CorrectionSource } from '../geo/epoch/position-provenance'
import type { TerrestrialFrame } from '../geo/epoch/terrestrial-frames'
import type { QuantityName } from '../sensing/quantities'

/** lon, lat in degrees, CGCS2000 (EPSG:4490 values in x, y order as PostGIS stores them). */
export type Position = [lon: number, lat: number]
export interface Bilingual { zh: string; en: string }

export const assetKinds = ['road', 'bridge', 'runway', 'taxiway', 'apron'] as const
export type AssetKind = (typeof assetKinds)[number]

/** NTCIP 1204 essPavementType words. */
export const pavementTypes = ['other', 'unknown', 'asphalt', 'openGradedAsphalt', 'concrete', 'steelBridge', 'concreteBridge', 'asphaltOverlayBridge', 'timberBridge'] as const
export type PavementType = (typeof pavementTypes)[number]

export const layerMaterials = ['asphalt', 'concrete', 'crushedRock', 'steel', 'soil'] as const
export type LayerMaterial = (typeof layerMaterials)[number]
/** One pavement layer, listed from the surface down. */
export interface Layer { material: LayerMaterial; thickness_m: number }

export interface Exposure {
  /** Fraction of the sky hemisphere seen from the surface, 0..1. */
  skyViewFraction: number
  /** Air below the deck (bridges, viaducts). */
  airBelow: boolean
}

export const thermalServices = ['none', 'heat', 'cool', 'heatAndCool'] as const
export type ThermalService = (typeof thermalServices)[number]

export interface Asset { id: string; kind: AssetKind; name: Bilingual; route: string | null }

export interface Segment {
  id: string
  assetId: string
  kind: AssetKind
  name: Bilingual
  /** Route and measure along it, m from its start. */
  route: string | null
  fromM: number
  toM: number
  lengthM: number
  widthM: number
  pavementType: PavementType
  layers: Layer[]
  exposure: Exposure
  /** Names of the fields above whose value is a stated default and not a fact. */
  assumed: string[]
  /** Runway third counted from the lower designator; null off runways. */
  runwayThird: 1 | 2 | 3 | null
  /** The hydronic loop under it (its zone of control); null where none. */
  loopId: string | null
  axis: Position[]
  /** Where it comes from: 'fixture', or the name of an import. */
  source: string
}

/** How a station's position came to be: the figures as they were given, and what was stated of them. */
export interface StationSurvey {
  /** As given, in `frame` at `epochYear` (decimal year). */
  position: Position
  frame: TerrestrialFrame
  epochYear: number
  /** Null: nobody has said. */
  correctionSource: CorrectionSource | null
  /** What carrying it to CGCS2000 at 2000.0 may be wrong by, m, horizontal. */
  reductionUncertaintyM: number
}

export interface Station {
  id: string
  name: Bilingual
  position: Position
  /** Segment whose surface it measures; null for a weather mast off the road. */
  segmentId: string | null
  /** Absent where nobody has said how its position was surveyed. */
  survey?: StationSurvey
}

export interface Sensor {
  id: string
  /** Null for a controller's read-back point, which belongs to a loop. */
  stationId: string | null
  segmentId: string | null
  loopId: string | null
  quantity: QuantityName
  /** Depth below the surface, m; 0 at the surface, null where it does not apply. */
  depthM: number | null
  cadenceS: number
  /** 'device' posts through ingest, 'controller' is read back by a driver, 'import' came with a file. */
  source: 'device' | 'controller' | 'import'
}

/** What a plant file says otherwise than the stated defaults of `plant-limits.ts`, by the names of the limits there. */
export type LimitOverrides = Readonly<Record<string, unknown>>

export interface EnergyStation { id: string; name: Bilingual; position: Position; /** Absent where the defaults hold. */ limits?: LimitOverrides }

/** How a controller is spoken to. `dryRun`: by nobody, commands are only written down. */
export const controllerProtocols = ['modbusTcp', 'modbusRtuGateway', 'mqtt', 'dryRun'] as const
export type ControllerProtocol = (typeof controllerProtocols)[number]

export interface Controller {
  id: string
  energyStationId: string
  protocol: ControllerProtocol
  /** Where the driver finds it. Port 0: nobody listens yet; in a demo the twin writes its own. */
  host: string
  port: number
  unitId: number
  registerMap: string
  /** Names of the environment variables that hold its secrets, by what they are for (`password`); never the secrets. Absent where it has none. */
  secretVariables?: Readonly<Record<string, string>>
}

export const safeStates = ['off', 'holdFreezeProtection'] as const
export type SafeState = (typeof safeStates)[number]

export interface Loop {
  id: string
  name: Bilingual
  energyStationId: string
  controllerId: string
  /** Position of the loop's block in the controller's register map, from 0. */
  index: number
  service: ThermalService
  /** Admissible supply set-points, °C. */
  heatMinC: number
  heatMaxC: number
  coolMinC: number
  coolMaxC: number
  /** What the controller does when the heartbeat is lost. */
  safeState: SafeState
  /** Absent where the defaults hold. */
  limits?: LimitOverrides
}

export interface City {
  id: string
  name: Bilingual
  timeZone: string
  centre: Position
  zoom: number
  /** Months in which the city's plant mainly heats or cools decide the legend's window. */
  season: 'winter' | 'summer'
}

/** Everything that stands in a city: the shape of a network fixture and of a seed. */
export interface Network {
  city: City
  attribution: string
  assets: Asset[]
  segments: Segment[]
  stations: Station[]
  sensors: Sensor[]
  energyStations: EnergyStation[]
  controllers: Controller[]
  loops: Loop[]
  water: { name: Bilingual | null; schematic: boolean; ring: Position[] }[]
}
