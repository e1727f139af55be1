import type { PlantController } from '#server/store/command-store'

/** One controller with `loopCount` loops L0, L1 ... that heat 20..45 °C and cool 8..22 °C. */
export const testPlant = (loopCount: number, port = 0): PlantController[] => [{
  controller: { id: 'C', energyStationId: 'E', protocol: 'modbusTcp', host: '127.0.0.1', port, unitId: 1, registerMap: 'hearthway-loop-1' },
  loops: Array.from({ length: loopCount }, (_, index) => ({
    id: `L${index}`, name: { zh: `环路${index}`, en: `Loop ${index}` }, energyStationId: 'E', controllerId: 'C', index, service: 'heatAndCool' as const,
    heatMinC: 20, heatMaxC: 45, coolMinC: 8, coolMaxC: 22, safeState: 'off' as const,
  })),
}]
