import { beforeEach, expect, test } from 'vitest'
import { SensorBank, type TwinReading } from './sensor-bank'
import { scenarioStartMs } from './scenario'
import { Simulation } from './simulation'
import { steadyScenario, testingNetwork } from './testing-network'

let simulation: Simulation
let bank: SensorBank
beforeEach(() => {
  const scenario = steadyScenario()
  simulation = new Simulation(testingNetwork(), scenario, 'sensors', scenarioStartMs(scenario), () => 0)
  bank = new SensorBank(simulation)
})
const run = (minutes: number, dtS = 30): TwinReading[] => Array.from({ length: (minutes * 60) / dtS }, () => { simulation.step(dtS); return bank.collect() }).flat()
const of = (readings: TwinReading[], sensor: string): TwinReading[] => readings.filter((r) => r.sensor === sensor)

test('every device sensor speaks at its own cadence, the read-back points of the controller are silent', () => {
  const readings = run(60)
  expect(of(readings, 'st1.surface')).toHaveLength(60)
  expect(of(readings, 'st1.air')).toHaveLength(12)
  expect(of(readings, 'l1.flow')).toHaveLength(0)
  const instants = of(readings, 'st1.surface').map(({ at }) => Date.parse(at))
  instants.slice(1).forEach((at, i) => expect(at - (instants[i] ?? 0)).toBe(60_000))
})

test('values are on the 0.1 step, near the truth of their own segment and depth, and not all the same', () => {
  const surface = of(run(300), 'st1.surface')
  for (const { value } of surface) expect(Math.abs(value * 10 - Math.round(value * 10))).toBeLessThan(1e-9)
  expect(Math.abs((surface.at(-1)?.value ?? 99) - simulation.pavements.surface_c(0))).toBeLessThan(1.2)
  expect(new Set(surface.slice(-20).map(({ value }) => value)).size).toBeGreaterThan(1)
  const slab = of(run(10), 'st1.slab').at(-1)?.value ?? 99
  expect(Math.abs(slab - simulation.pavements.at_c(0, 0.12))).toBeLessThan(0.8)
})

test('a reading never carries an instant that has not come', () => {
  for (let i = 0; i < 200; i++) {
    simulation.step(30)
    for (const { at } of bank.collect()) expect(Date.parse(at)).toSatisfy((ms: number) => ms <= simulation.siteMs && ms > simulation.siteMs - 30_000)
  }
})

test('dead is silent, stuck repeats itself, mended speaks again', () => {
  run(5)
  bank.setFault('st1.surface', 'dead')
  expect(of(run(10), 'st1.surface')).toHaveLength(0)
  bank.setFault('st1.surface', 'stuck')
  const stuck = of(run(120), 'st1.surface')
  expect(stuck).toHaveLength(120)
  expect(new Set(stuck.map(({ value }) => value)).size).toBe(1)
  bank.setFault('st1.surface', 'none')
  expect(new Set(of(run(120), 'st1.surface').map(({ value }) => value)).size).toBeGreaterThan(1)
  expect(bank.setFault('nobody', 'dead')).toBe(false)
})

test('a sensor the twin cannot serve is refused by name', () => {
  const network = testingNetwork()
  network.sensors.push({ id: 'odd', stationId: null, segmentId: 's1', loopId: null, quantity: 'flow', depthM: null, cadenceS: 60, source: 'device' })
  expect(() => new SensorBank(new Simulation(network, steadyScenario(), 's', 0, () => 0))).toThrow('sensor odd: the twin has no flow at segment s1')
})
