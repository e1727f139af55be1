import { createHash } from 'node:crypto'
import type { Queryable } from '#db/database'
import type { City, Network } from '#domain/network/network'
import { loadAssets, loadControllers, loadEnergyStations, loadLoops, loadSegments, loadSensors, loadStations, loadWater } from './network-parts'
import { loadSetting } from './settings'

export interface StoredNetwork extends Omit<Network, 'city'> {
  /** Null until a city was seeded or set. */
  city: City | null
  /** Changes whenever segments are added, removed, reordered, redrawn or rebuilt, and with the plant; live frames name the version they index. */
  version: string
}

/** Everything that stands in the city. Segments come in the order of live frames: a segment's index there is its place in the array. */
export async function loadNetwork(db: Queryable): Promise<StoredNetwork> {
  const segments = await loadSegments(db)
  const network = {
    city: await loadSetting<City>(db, 'city'),
    attribution: (await loadSetting<string>(db, 'attribution')) ?? '',
    assets: await loadAssets(db),
    segments,
    stations: await loadStations(db),
    sensors: await loadSensors(db),
    energyStations: await loadEnergyStations(db),
    controllers: await loadControllers(db),
    loops: await loadLoops(db),
    water: await loadWater(db),
  }
  const version = createHash('sha256')
  for (const s of segments) version.update(`${s.id}\n${s.axis.join(' ')}\n${s.loopId}\n${s.widthM} ${s.pavementType} ${JSON.stringify([s.layers, s.exposure])}\n`)
  version.update(JSON.stringify([network.stations, network.sensors, network.energyStations, network.loops]))
  return { version: version.digest('hex').slice(0, 16), ...network }
}
