import { describe, expect, test } from 'vitest'
import type { CommandBlock } from '#domain/control/command-block'
import { encodeCommandBlock } from '#domain/control/testing/first-encoder'
import { SensorBank } from './sensor-bank'
import { scenarioStartMs, type Scenario } from './scenario'
import { Simulation } from './simulation'
import { steadyScenario, testingNetwork } from './testing-network'

const begin = (scenario: Scenario, seed = 'sim'): Simulation => new Simulation(testingNetwork(), scenario, seed, scenarioStartMs(scenario), () => 0)
function run(simulation: Simulation, hours: number): void {
  for (let i = 0; i < hours * 120; i++) simulation.step(30)
}
function command(simulation: Simulation, index: number, block: Partial<CommandBlock>): void {
  const words = encodeCommandBlock({ sequence: 1, mode: 'heat', setpoint_c: 40, leaseS: 43_200, ...block })
  expect(simulation.devices[0]?.writeHolding(100 + 20 * index, words)).toBe(0)
}
const surface = (simulation: Simulation, id: string): number => simulation.pavements.surface_c(simulation.network.segments.findIndex((s) => s.id === id))

describe('a command changes the physics', () => {
  test('heating lifts the deck, switching off lets it fall; the neighbour loop is not touched', () => {
    const simulation = begin(steadyScenario())
    run(simulation, 6)
    const [before, neighbour] = [surface(simulation, 's2'), surface(simulation, 's3')]
    command(simulation, 0, { mode: 'heat', setpoint_c: 45 })
    run(simulation, 2)
    expect(surface(simulation, 's2')).toBeGreaterThan(before + 3.5)
    expect(Math.abs(surface(simulation, 's3') - neighbour)).toBeLessThan(0.7)
    const plant = simulation.plants.get('l1')?.state
    expect(plant?.power_kw).toBeGreaterThan(200)
    expect(plant?.return_c).toBeLessThan((plant?.supply_c ?? 0) - 2)
    expect(plant?.supply_c).toBeCloseTo(45, 1)
    command(simulation, 0, { sequence: 2, mode: 'off', setpoint_c: null })
    // A third of a metre of warm concrete gives its heat back over hours.
    run(simulation, 11.9)
    expect(surface(simulation, 's2')).toBeLessThan(before - 3)
    expect(simulation.plants.get('l1')?.state.power_kw).toBe(0)
  })

  test('cooling lowers a sun-struck deck and carries its heat away', () => {
    const summer = steadyScenario({ air_c: 35, dewPoint_c: 24, wind_mPerS: 2, cloudFraction: 0.1 }, '2026-07-30T09:00:00+08:00')
    const [cooled, left] = [begin(summer), begin(summer)]
    command(cooled, 0, { mode: 'cool', setpoint_c: 12 })
    command(left, 0, { mode: 'off', setpoint_c: null })
    run(cooled, 4)
    run(left, 4)
    expect(surface(left, 's2')).toBeGreaterThan(50)
    expect(surface(cooled, 's2')).toBeLessThan(surface(left, 's2') - 6)
    const plant = cooled.plants.get('l1')?.state
    expect(plant?.power_kw).toBeLessThan(-200)
    expect(plant?.return_c).toBeGreaterThan(plant?.supply_c ?? 99)
  })

  test('the books of a loop close: power = flow x brine heat x (supply - return)', () => {
    const simulation = begin(steadyScenario())
    command(simulation, 0, {})
    run(simulation, 1)
    const { flow_lPerMin, supply_c, return_c, power_kw } = simulation.plants.get('l1')!.state
    expect((flow_lPerMin / 60) * 1.04 * 3.65 * (supply_c - return_c)).toBeCloseTo(power_kw, 6)
  })

  test('a valve takes its time: neither instant nor beyond half a minute', () => {
    const simulation = begin(steadyScenario({ air_c: 20, dewPoint_c: 5 }))
    command(simulation, 0, {})
    simulation.step(5)
    const plant = simulation.plants.get('l1')!
    expect(plant.state.valve_pct).toSatisfy((v: number) => v > 10 && v < 50)
    for (let i = 0; i < 5; i++) simulation.step(5)
    expect(plant.state.valve_pct).toBeCloseTo(100, 6)
  })

  test('a valve that sticks shut lets nothing through, whatever is commanded', () => {
    const simulation = begin(steadyScenario({ air_c: 20, dewPoint_c: 5 }))
    const plant = simulation.plants.get('l1')!
    plant.valveStuck = true
    command(simulation, 0, {})
    run(simulation, 1)
    expect([plant.state.valve_pct, plant.state.flow_lPerMin, plant.state.power_kw]).toEqual([0, 0, 0])
    plant.valveStuck = false
    run(simulation, 1)
    expect(plant.state.flow_lPerMin).toBeGreaterThan(0)
  })
})

test('local automatic keeps a bridge just above freezing while the road beside it freezes', () => {
  const simulation = begin(steadyScenario())
  run(simulation, 24)
  expect(surface(simulation, 's1')).toBeLessThan(-6)
  for (const id of ['s2', 's3']) expect(surface(simulation, id)).toSatisfy((t: number) => t > 0.5 && t < 4)
})

test('the same seed is the same city to the last bit, another seed another one', () => {
  const readings = (seed: string): unknown => {
    const simulation = begin(steadyScenario(), seed)
    const bank = new SensorBank(simulation)
    const all = []
    for (let i = 0; i < 240; i++) { simulation.step(30); all.push(...bank.collect()) }
    return { all, temperatures: [...simulation.pavements.temperature_c] }
  }
  expect(readings('a')).toEqual(readings('a'))
  expect(readings('a')).not.toEqual(readings('b'))
})

test('a loop without segments or without a controller is refused by name', () => {
  const network = testingNetwork()
  const build = (change: Partial<typeof network>): Simulation => new Simulation({ ...network, ...change }, steadyScenario(), 's', 0, () => 0)
  expect(() => build({ segments: network.segments.map((s) => ({ ...s, loopId: s.loopId === 'l1' ? null : s.loopId })) })).toThrow('loop l1: no segment')
  expect(() => build({ controllers: [] })).toThrow('loop l1: its controller "c1"')
})
