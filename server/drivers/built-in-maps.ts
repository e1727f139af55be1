import type { RegisterMap } from '#domain/control/registers/register-map'
import { parseRegisterMap } from '#domain/wire/register-map'
import floatLevels from '#fixtures/register-maps/float-levels-1.json'
import hearthwayLoop from '#fixtures/register-maps/hearthway-loop-1.json'

const builtIn = (file: unknown, name: string): RegisterMap => {
  const parsed = parseRegisterMap(file)
  if ('faults' in parsed) throw new Error(`register map ${name}: ${parsed.faults.map(({ path, reason }) => `${path}: ${reason}`).join('; ')}`)
  return parsed.map
}

export const houseMap = builtIn(hearthwayLoop, 'hearthway-loop-1')

/** The register maps that come with the program (fixtures/register-maps). */
export const builtInMaps: readonly RegisterMap[] = [houseMap, builtIn(floatLevels, 'float-levels-1')]
