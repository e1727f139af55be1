import type { RegisterMap } from '#domain/control/registers/register-map'
import type { RegisterMapSize } from '#domain/network/resolve-plant'
import { fieldMqttFormat } from '#domain/wire/field-mqtt'

/** How many loops a map has places for. */
const mostLoops = ({ loops }: RegisterMap): number => Math.min(...Object.values(loops).map(({ base, stride }) => Math.floor((0x10000 - base) / stride)))

/** What a plant file may name as a controller's register map, over which protocols. */
export const registerMapSizes = (maps: ReadonlyMap<string, RegisterMap>): RegisterMapSize[] => [
  ...[...maps.values()].map((map): RegisterMapSize => ({ name: map.name, mostLoops: mostLoops(map), protocols: ['modbusTcp', 'modbusRtuGateway'] })),
  { name: fieldMqttFormat, mostLoops: Infinity, protocols: ['mqtt'] },
]
