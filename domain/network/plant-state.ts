import type { FilledSurface } from './fill-surface'
import type { Network } from './network'

/** What a plant is planned against: the network with all that stands on it. */
export interface PlantState extends Pick<Network, 'segments' | 'stations' | 'sensors' | 'energyStations' | 'controllers' | 'loops'> {
  /** What the network itself says of the surfaces that a plant file has described otherwise, by segment. */
  networkSurfaces: ReadonlyMap<string, FilledSurface>
}
