import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SensorBank } from './sensor-bank'
import { scenarioStartMs } from './scenario'
import { Simulation } from './simulation'
import { steadyScenario, testingNetwork } from './testing-network'
import { captureState, loadState, restoreState, saveState } from './twin-state'

const scenario = steadyScenario({ precipitation_mmPerH: 1 })
const startMs = scenarioStartMs(scenario)
let folder = ''
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'twin-state-')) })
afterEach(() => rm(folder, { recursive: true }))

function begin(seed = 'state', network = testingNetwork()): { simulation: Simulation; sensors: SensorBank } {
  const simulation = new Simulation(network, scenario, seed, startMs, () => 0)
  return { simulation, sensors: new SensorBank(simulation) }
}
function run({ simulation, sensors }: ReturnType<typeof begin>, steps: number): unknown[] {
  return Array.from({ length: steps }, () => { simulation.step(30); return sensors.collect() }).flat()
}

test('a twin that was saved and taken up again goes on exactly like one that never stopped', async () => {
  const one = begin()
  run(one, 200)
  one.simulation.devices[0]?.writeHolding(100, [0, 11, 2, 400, 7200])
  run(one, 10)
  const file = join(folder, 'deep', 'twin.json')
  await saveState(file, captureState(one.simulation, one.sensors))
  const two = begin()
  const saved = await loadState(file)
  expect(restoreState(saved!, two.simulation, two.sensors, one.simulation.siteMs)).toBe(true)
  expect(run(two, 100)).toEqual(run(one, 100))
  expect([...two.simulation.pavements.temperature_c]).toEqual([...one.simulation.pavements.temperature_c])
  expect(two.simulation.pavements.stores.frozen_mm[0]).toBeGreaterThan(0)
  expect(two.simulation.devices[0]?.readInput(100, 15)).toEqual(one.simulation.devices[0]?.readInput(100, 15))
  expect(await readdir(join(folder, 'deep'))).toEqual(['twin.json'])
})

test('another network keeps the sequences and refuses the physics', () => {
  const one = begin()
  one.simulation.devices[0]?.writeHolding(100, [0, 11, 2, 400, 7200])
  const state = captureState(one.simulation, one.sensors)
  const network = testingNetwork()
  network.segments.pop()
  const two = begin('state', network)
  expect(restoreState(state, two.simulation, two.sensors, startMs)).toBe(false)
  two.simulation.devices[0]?.writeHolding(100, [0, 11, 1, 0x8000, 60])
  expect(two.simulation.devices[0]?.readInput(112, 1)).toEqual([1])
})

test('a clock set back does not send the twin into the future', () => {
  const one = begin()
  run(one, 120)
  const state = captureState(one.simulation, one.sensors)
  const two = begin()
  restoreState(state, two.simulation, two.sensors, startMs + 60_000)
  expect(two.simulation.siteMs).toBe(startMs + 60_000)
})

test('no file is a first start; a file of something else is named and left alone', async () => {
  expect(await loadState(join(folder, 'none.json'))).toBeNull()
  for (const text of ['', '{"version":1', '{"version":99,"siteMs":1,"commands":{}}', '[]']) {
    await writeFile(join(folder, 'bad.json'), text)
    await expect(loadState(join(folder, 'bad.json'))).rejects.toThrow('bad.json: not a state of this twin')
  }
})
