import type { AssetKind, Bilingual, City, Controller, Exposure, Layer, Loop, PavementType, Position, ThermalService } from './network'
import type { RoadClass } from './segment-defaults'

/** One axis of an asset (a carriageway, or a stretch between junctions) before it is cut into segments. */
export interface FixtureLine {
  /** Unique in the fixture; segments are called `<line>.<piece>`. */
  id: string
  /** Route name of this axis where it differs from the asset's (a carriageway); measures run along it. */
  route?: string
  /** Measure of the first vertex along the route, m; 0 where left out. */
  startM?: number
  /** Where a segment must end beside the loops' own borders, m from the first vertex. */
  breaksM?: number[]
  axis: Position[]
}

export interface FixtureAsset {
  id: string
  kind: AssetKind
  name: Bilingual
  route: string | null
  /** Gives the width where `widthM` is left out; the segments are then marked. */
  roadClass?: RoadClass
  widthM?: number
  pavementType?: PavementType
  layers?: Layer[]
  exposure?: Exposure
  /** Fields (also 'axis') that are given here but are assumptions of ours. */
  assumed?: string[]
  lines: FixtureLine[]
}

/** The stretch of one line that a loop lies under, m from the line's first vertex; `toM` left out = its end. */
export interface LoopCover { line: string; fromM?: number; toM?: number }

export interface FixtureLoop {
  id: string
  name: Bilingual
  service: ThermalService
  safeState: Loop['safeState']
  covers: LoopCover[]
  /** Admissible supply set-points, °C; the demo's where left out. */
  limits?: SetpointLimits
}

export type SetpointLimits = Pick<Loop, 'heatMinC' | 'heatMaxC' | 'coolMinC' | 'coolMaxC'>
/** Where the driver finds a controller (Modbus TCP). */
export type ControllerAddress = Pick<Controller, 'host' | 'port' | 'unitId'>

/** An energy station with its one controller and the controller's loops, in the order of the register map. */
export interface FixtureEnergyStation {
  id: string
  name: Bilingual
  position: Position
  /** 127.0.0.1, port 0, unit 1 where left out: nobody listens there until the demo's twin says where it does. */
  controller?: ControllerAddress
  loops: FixtureLoop[]
}

/** A measuring station at `atM` metres along a line. */
export interface FixtureStation { id: string; name: Bilingual; line: string; atM: number; weather: boolean }

/** Compact form of a city: what `expandFixture` turns into a `Network`. Lengths in m, positions lon, lat on CGCS2000. */
export interface NetworkFixture {
  format: 'hearthway-network-fixture-1'
  city: City
  attribution: string
  /** Where each part of the file comes from, for its readers. */
  sources: string[]
  /** Longest segment, m. */
  pieceM: number
  assets: FixtureAsset[]
  energyStations: FixtureEnergyStation[]
  stations: FixtureStation[]
  water: { name: Bilingual | null; schematic: boolean; ring: Position[] }[]
}
