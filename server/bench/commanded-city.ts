import type { Controller, Loop, Network } from '#domain/network/network'
import { syntheticCity } from './synthetic-city'

export interface CommandedPlan { controllers: number; loopsEach: number }

/** The synthetic city with one loop under every segment, `loopsEach` to a controller, first loop at index 0. Ports are told later, as in a demo. */
export function commandedCity({ controllers, loopsEach }: CommandedPlan): Network {
  const city = syntheticCity(controllers * loopsEach, 0)
  const loopId = (index: number): string => `l${index}`
  return {
    ...city,
    segments: city.segments.map((segment, index) => ({ ...segment, loopId: loopId(index) })),
    energyStations: [{ id: 'e', name: { zh: '能源站', en: 'Plant' }, position: city.city.centre }],
    controllers: Array.from({ length: controllers }, (_, index): Controller => ({ id: `c${index}`, energyStationId: 'e', protocol: 'modbusTcp', host: '127.0.0.1', port: 0, unitId: 1, registerMap: 'hearthway-loop-1' })),
    loops: city.segments.map((_, index): Loop => ({
      id: loopId(index), name: { zh: loopId(index), en: loopId(index) }, energyStationId: 'e', controllerId: `c${Math.floor(index / loopsEach)}`, index: index % loopsEach,
      service: 'heatAndCool', heatMinC: 20, heatMaxC: 45, coolMinC: 8, coolMaxC: 22, safeState: 'off',
    })),
  }
}
