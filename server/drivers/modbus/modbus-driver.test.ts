import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CommandBlock } from '#domain/control/command-block'
import type { Driver } from '../driver'
import { createModbusDriver } from './modbus-driver'
import { startPymodbusController, type PymodbusController } from './testing/pymodbus-controller'

const block: CommandBlock = { sequence: 70_000, mode: 'heat', setpoint_c: 35.5, leaseS: 600 }
let device: PymodbusController
let driver: Driver
const open = (loopIndices = [0, 7]): Driver => createModbusDriver({ host: '127.0.0.1', port: device.port, unitId: 1, loopIndices, timeoutMs: 800, backOffMs: { first: 20, longest: 100 } })
const write = (change: Partial<CommandBlock> = {}) => driver.write({ kind: 'command', loopIndex: 7, block: { ...block, ...change } })

describe('the Modbus driver against pymodbus', () => {
  beforeEach(async () => {
    device = await startPymodbusController(9)
    driver = open()
    await driver.connect()
  })
  afterEach(async () => {
    await driver.close()
    await device.close()
  })

  test('writes one block, and holding registers and status inputs agree', async () => {
    expect(await write()).toEqual({ outcome: 'acknowledged' })
    await expect.poll(() => device.blocks).toEqual([{ block: [1, 4464, 2, 355, 600], loop: 7, carried: true }])
    const back = await driver.readBack(7)
    expect(back.holding).toEqual(block)
    expect(back.status).toMatchObject({ appliedSequence: 70_000, seenSequence: 70_000, mode: 'heat', setpoint_c: 35.5, return_c: -0.5, valve_pct: 42.5, rejectCode: 0 })
    const { loops } = await driver.read()
    expect(loops.map((loop) => loop.mode)).toEqual(['auto', 'heat'])
  })

  test('writes the heartbeat', async () => {
    await driver.write({ kind: 'heartbeat', counter: 41, periodS: 10 })
    expect(await driver.read()).toMatchObject({ heartbeatSeen: 41 })
  })

  test('never lets a number through that the client would bend', async () => {
    for (const change of [{ setpoint_c: NaN }, { leaseS: undefined as unknown as number }, { sequence: 1.7 }, { setpoint_c: null }, { leaseS: -1 }]) await expect(write(change)).rejects.toThrow(RangeError)
    for (const change of [{ setpoint_c: 1e9 }, { leaseS: 65_536 }]) expect(await write(change)).toMatchObject({ outcome: 'refused', detail: expect.stringContaining('does not fit') })
    await expect(driver.write({ kind: 'heartbeat', counter: 70_000, periodS: 10 })).rejects.toThrow(RangeError)
    expect(device.blocks).toEqual([])
    expect(await write()).toEqual({ outcome: 'acknowledged' })
  })

  test.each([[6, 'notCarriedOut'], [0x0a, 'notCarriedOut'], [5, 'unknown'], [4, 'unknown'], [0x0b, 'unknown'], [1, 'refused'], [2, 'refused'], [3, 'refused'], [8, 'refused']])('takes exception %i as %s and keeps the connection', async (exception, outcome) => {
    await device.order({ exception })
    expect(await write()).toMatchObject({ outcome })
    expect((await driver.readBack(7)).status.seenSequence).toBe(0)
  })

  test('reports unknown when the answer never comes, drops the connection and finds the truth after reconnecting', async () => {
    await device.order({ mute: true, carry: true })
    expect(await write()).toMatchObject({ outcome: 'unknown' })
    await expect(driver.read()).rejects.toMatchObject({ kind: 'closed' })
    expect(await write({ sequence: 70_001 })).toMatchObject({ outcome: 'notCarriedOut' })
    await driver.connect({ now: true })
    expect((await driver.readBack(7)).status).toMatchObject({ appliedSequence: 70_000, mode: 'heat' })
    await expect.poll(() => device.blocks).toHaveLength(1)
  })

  test('is unreachable while the device is dead, backs off, and comes back', async () => {
    await device.kill()
    await expect(driver.read()).rejects.toMatchObject({ kind: expect.stringMatching(/silent|closed/) })
    await expect(driver.connect({ now: true })).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringContaining('ECONNREFUSED') })
    await expect(driver.connect()).rejects.toThrow(/next attempt in/)
    await device.revive()
    await driver.connect({ now: true })
    expect((await driver.read()).loops).toHaveLength(2)
  })

  test('refuses a device that has fewer loops than asked for', async () => {
    await driver.close()
    driver = open([0, 9])
    await driver.connect()
    await expect(driver.read()).rejects.toMatchObject({ kind: 'wrongDevice' })
  })

  test('answers everything asked at once in order, through one queue', async () => {
    const answers = await Promise.all([...Array.from({ length: 20 }, (_, i) => write({ sequence: i + 1, setpoint_c: 20 + i })), driver.readBack(7)])
    expect(answers.at(-1)).toMatchObject({ status: { appliedSequence: 20, setpoint_c: 39 } })
    await expect.poll(() => device.blocks.map(({ block: words }) => words[1])).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  })
})
