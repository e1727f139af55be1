import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandBlock } from '#domain/control/command-block'
import { builtInMaps } from '../built-in-maps'
import type { Driver } from '../driver'
import { createGateway, type Gateway } from './gateway'
import { createModbusDriver } from './modbus-driver'
import { compileLibmodbusGateway, type LibmodbusGateway } from './testing/libmodbus-gateway'

const map = builtInMaps.find(({ name }) => name === 'float-levels-1')!
const block: CommandBlock = { sequence: 5, mode: 'heat', setpoint_c: 35.5, leaseS: 70_000 }
let compiled: Awaited<ReturnType<typeof compileLibmodbusGateway>>
let peer: LibmodbusGateway
let gateway: Gateway
let drivers: Driver[]
const backOffMs = { first: 2000, longest: 4000 }

const open = (unitId: number): Driver => {
  const driver = createModbusDriver({ host: '127.0.0.1', port: peer.port, unitId, loopIndices: [0, 1], map, gateway, timeoutMs: 300, backOffMs, random: () => 1 })
  drivers.push(driver)
  return driver
}
const write = (driver: Driver, change: Partial<CommandBlock> = {}) => driver.write({ kind: 'command', loopIndex: 1, block: { ...block, ...change } })

describe('several units behind one gateway on libmodbus, a foreign model without a sequence', () => {
  beforeAll(async () => { compiled = await compileLibmodbusGateway() })
  afterAll(() => compiled.remove())
  beforeEach(async () => {
    peer = await compiled.start()
    drivers = []
    gateway = createGateway({ host: '127.0.0.1', port: peer.port, timeoutMs: 300, backOffMs, now: () => performance.now(), random: () => 1 })
  })
  afterEach(async () => {
    await Promise.all(drivers.map((driver) => driver.close()))
    await peer.close()
  })

  test('floats with the low word first are what libmodbus reads in them; registers and inputs agree; release gives the coil back', async () => {
    const driver = open(1)
    expect(driver.traits).toEqual({ fenced: false, dryRun: false })
    await driver.connect()
    expect(await write(driver)).toEqual({ outcome: 'acknowledged' })
    await expect.poll(() => peer.said.at(-1)).toEqual({ unit: 1, loop: 1, setpoint: 35.5, lease: 70_000, mode: 11, remote: 1 })
    expect(await driver.readBack(1)).toMatchObject({
      holding: { sequence: null, mode: 'heat', setpoint_c: 35.5, leaseS: 70_000 },
      status: { appliedSequence: null, mode: 'heat', setpoint_c: 35.5, supply_c: 33.3, return_c: 27.1, flow_lPerMin: 812.5, pump_hz: null, running: true, local: false },
    })
    expect(await write(driver, { mode: 'auto', setpoint_c: null, leaseS: 0 })).toEqual({ outcome: 'acknowledged' })
    await expect.poll(() => peer.said.at(-1)).toEqual({ unit: 1, loop: 1, setpoint: 35.5, lease: 0, mode: 0, remote: 0 })
    expect((await driver.read()).loops.map(({ mode, setpoint_c }) => [mode, setpoint_c])).toEqual([['auto', null], ['auto', null]])
    await driver.write({ kind: 'heartbeat', counter: 41, periodS: 10 })
    expect(await driver.read()).toMatchObject({ heartbeatSeen: 41, heartbeatLost: false })
  })

  test('what the map forbids never leaves', async () => {
    const driver = open(1)
    await driver.connect()
    expect(await write(driver, { mode: 'hold', setpoint_c: null })).toMatchObject({ outcome: 'refused', detail: expect.stringContaining('hold is not among the modes') })
    expect(await write(driver, { setpoint_c: 60 })).toMatchObject({ outcome: 'refused', detail: expect.stringContaining('outside the limits 5 to 55') })
    await expect(write(driver, { setpoint_c: NaN })).rejects.toThrow(RangeError)
    expect(peer.said).toEqual([])
  })

  test('each unit gets its own commands, all through one connection', async () => {
    const [one, seven] = [open(1), open(7)]
    await Promise.all([one.connect(), seven.connect()])
    await Promise.all([write(one, { setpoint_c: 20 }), write(seven, { setpoint_c: 30 }), write(one, { setpoint_c: 21 }), one.read(), seven.read()])
    await expect.poll(() => peer.said.filter(({ remote }) => remote === 1).map(({ unit, setpoint }) => [unit, setpoint])).toEqual(expect.arrayContaining([[1, 20], [7, 30], [1, 21]]))
    expect((await seven.readBack(1)).holding?.setpoint_c).toBe(30)
    expect((await one.readBack(1)).holding?.setpoint_c).toBe(21)
    expect(peer.connections).toBe(1)
  })

  test('a unit that is dead or has no line is silent by itself: the connection and the others live on', async () => {
    const [one, dead, nowhere] = [open(1), open(9), open(10)]
    await Promise.all([one.connect(), dead.connect(), nowhere.connect()])
    expect(await write(dead)).toMatchObject({ outcome: 'unknown', detail: expect.stringContaining('the unit does not answer') })
    expect(await write(nowhere)).toMatchObject({ outcome: 'notCarriedOut', detail: expect.stringContaining('no path') })
    await expect(dead.read()).rejects.toMatchObject({ kind: 'silent', message: expect.stringContaining('unit 9') })
    await expect(dead.connect()).rejects.toThrow(/next attempt in/)
    expect((await one.read()).loops).toHaveLength(2)
    expect(peer.connections).toBe(1)
  })

  test('after a time-out the connection is made anew, and a unit that was not to blame does not miss an answer', async () => {
    const [one, mute] = [open(1), open(11)]
    await Promise.all([one.connect(), mute.connect()])
    const [lost, answer, written] = await Promise.all([write(mute), one.read(), write(one, { setpoint_c: 22 })])
    expect(lost).toMatchObject({ outcome: 'unknown', detail: 'no answer within 300 ms' })
    expect(answer.loops).toHaveLength(2)
    expect(written).toEqual({ outcome: 'acknowledged' })
    await expect.poll(() => peer.connections).toBe(2)
    expect(await write(mute)).toMatchObject({ outcome: 'notCarriedOut', detail: 'not connected' })
    await expect(mute.connect()).rejects.toThrow(/next attempt in/)
  })

  test('the pause between two requests is the slowest unit\'s', async () => {
    gateway.addUnit(40)
    const driver = open(1)
    await driver.connect()
    const started = performance.now()
    await driver.read()
    // Identity, heartbeat and its flag, then three runs per loop: nine requests.
    // A timer of Node may end up to 1 ms early.
    expect(performance.now() - started).toBeGreaterThan(39 * 8)
    gateway.removeUnit()
  })
})
