import { basename } from 'node:path'
import type { Database } from '#db/database'
import { seedNetwork } from '#db/seed'
import { expandFixture } from '#domain/network/expand-fixture'
import type { Network } from '#domain/network/network'
import type { NetworkFixture } from '#domain/network/network-fixture'
import { saveImportReport } from '#server/store/imports'
import { loadNetworkSize } from '#server/store/network-size'
import { isObject } from './geojson-features'
import { ImportRefused } from './import-refused'
import { networkFileFaults, type NetworkFileFault } from './network-file-faults'
import { networkFileFormat, networkFileShape } from './network-file-shape'

const faultsShown = 20
const maxSegments = 500_000

/** What bringing in a city did, as stored in `imports.report`. Lengths in m. */
export interface NetworkReport {
  file: string
  format: string
  imported_at: string
  city: { name: string; time_zone: string }
  stored: { assets: number; segments: number; length_m: number; stations: number; device_sensors: number; energy_stations: number; loops: number }
  /** Energy stations whose controller has no address: their loops cannot be commanded. */
  without_controller: string[]
}

/** Whether a document means to be a city file, sound or not, and no GeoJSON. */
export const isNetworkFile = (document: unknown): boolean => isObject(document) && typeof document['format'] === 'string' && document['format'].startsWith('hearthway-network')

/**
 * Checks a city file and cuts it into its network; touches no database.
 * @throws ImportRefused naming place, field and what was expected, for up to 20 faults
 */
export function readNetworkFile(document: unknown, file: string): { fixture: NetworkFixture; network: Network } {
  const format = isObject(document) ? document['format'] : null
  if (format !== networkFileFormat) throw new ImportRefused(`${file}: its format is ${JSON.stringify(format)}; this Hearthway knows "${networkFileFormat}"`)
  const parsed = networkFileShape.safeParse(document)
  if (!parsed.success) throw refusal(file, parsed.error.issues.map(({ path, message }) => ({ place: placeOf(path), words: `${nameOf(document, path)}${message}` })))
  const fixture: NetworkFixture = parsed.data
  const faults = networkFileFaults(fixture)
  if (faults.length > 0) throw refusal(file, faults)
  const network = expandFixture(fixture)
  if (network.segments.length > maxSegments) throw new ImportRefused(`${file}: pieceM: ${network.segments.length} segments are more than the ${maxSegments} one import takes; choose longer pieces`)
  return { fixture, network }
}

/**
 * Stores a whole city in an empty database: all of it or nothing.
 * @throws ImportRefused when the database holds a network already
 */
export async function storeNetwork(db: Database, { fixture, network }: { fixture: NetworkFixture; network: Network }, { file, now, actor = 'cli' }: { file: string; now: Date; actor?: string }): Promise<NetworkReport> {
  const standing = await loadNetworkSize(db)
  if (standing.segments > 0 || standing.city) {
    throw new ImportRefused(`the database holds a network already (${standing.city ?? 'a city without a name'}, ${standing.segments} segments): a city file goes into an empty one. Set HEARTHWAY_DATA_DIR or HEARTHWAY_DATABASE_URL to another; roads are added with a GeoJSON file.`)
  }
  const report: NetworkReport = {
    file: basename(file), format: fixture.format, imported_at: now.toISOString(), city: { name: network.city.name.zh, time_zone: network.city.timeZone },
    stored: {
      assets: network.assets.length, segments: network.segments.length, length_m: Math.round(network.segments.reduce((sum, segment) => sum + segment.lengthM, 0)), stations: network.stations.length,
      device_sensors: network.sensors.filter((sensor) => sensor.source === 'device').length, energy_stations: network.energyStations.length, loops: network.loops.length,
    },
    without_controller: fixture.energyStations.filter((station) => !station.controller).map((station) => station.id),
  }
  // With the network or not at all; a server on the same PostgreSQL looks for new imports.
  await seedNetwork(db, network, async (tx) => { await saveImportReport(tx, report.file, now, report, { actor, role: null, address: null }) })
  return report
}

function refusal(file: string, faults: NetworkFileFault[]): ImportRefused {
  const shown = faults.slice(0, faultsShown).map(({ place, words }) => `\n  ${place}: ${words}`)
  const more = faults.length > faultsShown ? `\n  ... and ${faults.length - faultsShown} more` : ''
  return new ImportRefused(`${file}: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}:${shown.join('')}${more}`)
}

/** assets[3].lines[0].axis[5][1] */
const placeOf = (path: PropertyKey[]): string => path.reduce<string>((place, step) => (typeof step === 'number' ? `${place}[${step}]` : `${place}${place ? '.' : ''}${String(step)}`), '') || 'the file'

/** The id of the innermost part on the way that has one: a number alone is hard to find in a long file. */
function nameOf(document: unknown, path: PropertyKey[]): string {
  let [part, name]: [unknown, string] = [document, '']
  for (const step of path.slice(0, -1)) {
    part = (part as Record<PropertyKey, unknown> | undefined)?.[step]
    if (isObject(part) && typeof part['id'] === 'string') name = `"${part['id'].slice(0, 60)}": `
  }
  return name
}
