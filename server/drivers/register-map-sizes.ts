import type { RegisterMap } from '#domain/control/registers/register-map'
import type { RegisterMapSize } from '#domain/network/resolve-plant'
import { builtInMaps } from './built-in-maps'

/** How many loops a map has places for. */
const mostLoops = ({ loops }: RegisterMap): number => Math.min(...Object.values(loops).map(({ base, stride }) => Math.floor((0x10000 - base) / stride)))

/** The register maps that a plant file may name. */
export const registerMapSizes: readonly RegisterMapSize[] = builtInMaps.map((map) => ({ name: map.name, mostLoops: mostLoops(map) }))
