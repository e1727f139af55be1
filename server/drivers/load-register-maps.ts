import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RegisterMap } from '#domain/control/registers/register-map'
import { parseRegisterMap } from '#domain/wire/register-map'
import { builtInMaps } from './built-in-maps'

/**
 * The register maps by name: those of the program, and every *.json of a folder of one's own.
 * @throws Error that names every faulty file with field and reason; a name that is taken is a fault
 */
export function loadRegisterMaps(folder: string | null): ReadonlyMap<string, RegisterMap> {
  const maps = new Map(builtInMaps.map((map) => [map.name, map]))
  if (folder === null) return maps
  const faults: string[] = []
  for (const name of filesOf(folder)) {
    const parsed = readMap(join(folder, name))
    if ('faults' in parsed) faults.push(...parsed.faults.map((fault) => `${name}: ${fault}`))
    else if (maps.has(parsed.map.name)) faults.push(`${name}: name: "${parsed.map.name}" is taken by another map`)
    else maps.set(parsed.map.name, parsed.map)
  }
  if (faults.length > 0) throw new Error(`The register maps in ${folder} cannot be used:\n  ${faults.join('\n  ')}`)
  return maps
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json')).sort()
  } catch (error) {
    throw new Error(`HEARTHWAY_REGISTER_MAPS: ${folder} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

/** Reads one register map from a file. */
export function readMap(path: string): { map: RegisterMap } | { faults: string[] } {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    return { faults: [(error as Error).message] }
  }
  const parsed = parseRegisterMap(json)
  return 'map' in parsed ? parsed : { faults: parsed.faults.map(({ path: field, reason }) => `${field}: ${reason}`) }
}
