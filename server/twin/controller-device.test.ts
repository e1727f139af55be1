import { beforeEach, describe, expect, test } from 'vitest'
import { decodeLoopStatus } from '#domain/control/testing/first-encoder'
import type { ControllerDevice } from './controller-device'
import { switchLocal } from './loop-command'
import { scenarioStartMs } from './scenario'
import { Simulation } from './simulation'
import { steadyScenario, testingNetwork } from './testing-network'

let wallMs = 0
let simulation: Simulation
let device: ControllerDevice
const heat = (sequence: number, leaseS = 40_000): number[] => [0, sequence, 2, 400, leaseS]
const status = (i: number): ReturnType<typeof decodeLoopStatus> => decodeLoopStatus(device.readInput(100 + 20 * i, 15) as number[])

beforeEach(() => {
  wallMs = 1000
  const scenario = steadyScenario()
  simulation = new Simulation(testingNetwork(), scenario, 'device', scenarioStartMs(scenario), () => wallMs)
  device = simulation.devices[0]!
})

describe('dead-man: three periods of wall time without a change of the heartbeat', () => {
  test('each loop goes to its own safe state, the command is void, and the link brings back local automatic, not the command', () => {
    device.writeHolding(0, [1])
    device.writeHolding(100, heat(1))
    device.writeHolding(120, heat(1))
    wallMs += 30_000
    simulation.step(30)
    expect([status(0).mode, status(1).mode]).toEqual(['heat', 'heat'])
    wallMs += 1
    simulation.step(30)
    expect(status(0)).toMatchObject({ mode: 'off', safeState: true, setpoint_c: null, leaseRemainingS: 0, appliedSequence: 1 })
    expect(status(1)).toMatchObject({ mode: 'hold', safeState: true })
    expect(device.readInput(0, 6)).toEqual([0x4857, 1, 2, 1, 30, 1])
    for (let i = 0; i < 4; i++) simulation.step(30)
    expect(status(0)).toMatchObject({ running: false, valve_pct: 0 })
    expect(status(1).running).toBe(true)
    device.writeHolding(0, [2])
    simulation.step(30)
    expect(status(0)).toMatchObject({ mode: 'auto', safeState: false, leaseEnded: true })
  })

  test('the same counter again is no heartbeat, the period is the one written', () => {
    device.writeHolding(0, [7, 2])
    for (let second = 1; second <= 6; second++) { wallMs += 1000; device.writeHolding(0, [7]); expect(device.deadMan.lost).toBe(false) }
    wallMs += 1
    expect(device.deadMan.lost).toBe(true)
    device.writeHolding(0, [8])
    expect(device.deadMan.lost).toBe(false)
  })

  test('site time does not trip it, however fast it runs', () => {
    device.writeHolding(0, [1])
    device.writeHolding(100, heat(1))
    for (let i = 0; i < 300; i++) simulation.step(60)
    expect(status(0)).toMatchObject({ mode: 'heat', safeState: false })
  })

  test('a plant that never had a server runs by itself', () => {
    wallMs += 3_600_000
    simulation.step(30)
    expect(device.readInput(4, 2)).toEqual([65_535, 0])
    expect(status(0)).toMatchObject({ mode: 'auto', safeState: false })
  })

  test('a command restored after a restart is watched at once', () => {
    device.writeHolding(0, [1])
    device.writeHolding(100, heat(9))
    const saved = device.save()
    const scenario = steadyScenario()
    simulation = new Simulation(testingNetwork(), scenario, 'device', scenarioStartMs(scenario), () => wallMs)
    device = simulation.devices[0]!
    device.restore(saved)
    expect(status(0)).toMatchObject({ mode: 'heat', appliedSequence: 9 })
    wallMs += 30_001
    simulation.step(30)
    expect(status(0)).toMatchObject({ mode: 'off', safeState: true })
    expect(device.writeHolding(100, heat(9))).toBe(0)
    expect(status(0).rejectCode).toBe(1)
  })
})

test('the lease counts in site time and ends in local automatic', () => {
  device.writeHolding(100, heat(3, 90))
  simulation.step(30)
  expect(status(0)).toMatchObject({ mode: 'heat', setpoint_c: 40, leaseRemainingS: 60 })
  simulation.step(60)
  expect(status(0)).toMatchObject({ mode: 'auto', setpoint_c: null, leaseRemainingS: 0, leaseEnded: true, appliedSequence: 3 })
})

test('the cabinet switch beats remote', () => {
  device.writeHolding(100, heat(1))
  const entry = device.loops[0]!
  entry.command = switchLocal(entry.command, true)
  device.writeHolding(100, heat(2))
  expect(status(0)).toMatchObject({ local: true, mode: 'auto', rejectCode: 4, appliedSequence: 1, seenSequence: 2 })
})

test('a refused block does not show in the holding registers', () => {
  device.writeHolding(100, heat(5))
  device.writeHolding(100, heat(4))
  expect(device.readHolding(100, 5)).toEqual(heat(5))
  expect(status(0)).toMatchObject({ rejectCode: 1, seenSequence: 4, appliedSequence: 5 })
})

test.each([[100, [1]], [101, [0, 0, 0, 0, 0]], [100, [0, 1, 2, 400]], [100, [0, 1, 2, 400, 60, 0]], [140, [0, 1, 2, 400, 60]], [2, [0]], [0, [1, 10, 3]]])('a write at %i of %j is refused whole', (address, words) => {
  const before = [device.readHolding(0, 2), device.readHolding(100, 40)]
  expect(device.writeHolding(address, words)).toBe(2)
  expect([device.readHolding(0, 2), device.readHolding(100, 40)]).toEqual(before)
})

test('a period of 0 would trip at once and is refused', () => expect(device.writeHolding(1, [0])).toBe(3))
test.each([[5, 2], [6, 1], [99, 1], [139, 2], [65_535, 1]])('reading %i+%i is outside the map', (address, count) => expect(device.readInput(address, count)).toBe(2))
