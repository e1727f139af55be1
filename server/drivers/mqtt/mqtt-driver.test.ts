import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandBlock } from '#domain/control/command-block'
import { fieldTopics } from '#domain/wire/field-mqtt'
import type { Driver } from '../driver'
import { createMqttDriver, type MqttDriverOptions } from './mqtt-driver'
import { openMqttLink } from './mqtt-link'
import { startMosquitto, type Mosquitto } from './testing/mosquitto'
import { createReferenceController, type ReferenceController } from './testing/reference-controller'

const block: CommandBlock = { sequence: 70_000, mode: 'heat', setpoint_c: 35.5, leaseS: 600 }
let broker: Mosquitto
let device: ReferenceController
let driver: Driver
let made = 0
const open = (change: Partial<MqttDriverOptions> = {}): Driver => createMqttDriver({
  controllerId: `c${made}`, host: '127.0.0.1', port: broker.port, ...broker.accounts, loopIndices: [0, 2], timeoutMs: 1000, backOffMs: { first: 20, longest: 100 }, ...change,
})
const controller = (session = 0) => createReferenceController(`c${made}`, 3, { port: broker.port, ...broker.accounts }, session)
const write = (change: Partial<CommandBlock> = {}) => driver.write({ kind: 'command', loopIndex: 2, block: { ...block, ...change } })

describe('the MQTT driver against mosquitto', () => {
  beforeAll(async () => { broker = await startMosquitto() })
  afterAll(() => broker.close())
  beforeEach(async () => {
    made += 1
    device = controller()
    await device.connect()
    driver = open()
    await driver.connect()
  })
  afterEach(async () => {
    await driver.close()
    await device.cut()
  })

  test('writes a command that expires with the patience of the driver; the state is asked for, and agrees', async () => {
    expect(await write()).toEqual({ outcome: 'acknowledged' })
    expect(device.effects).toEqual([{ loop: 2, sequence: 70_000, mode: 'heat', setpoint_c: 35.5, lease_s: 600 }])
    expect(device.expiriesS).toEqual([1])
    expect(await driver.readBack(2)).toMatchObject({ holding: block, status: { appliedSequence: 70_000, mode: 'heat', setpoint_c: 35.5, supply_c: 33.3, pump_hz: null, rejectCode: 0 } })
    await driver.write({ kind: 'heartbeat', counter: 41, periodS: 10 })
    await expect.poll(async () => (await driver.read()).heartbeatSeen).toBe(41)
    expect((await driver.read()).loops.map(({ mode }) => mode)).toEqual(['auto', 'heat'])
  })

  test('a refusal of the device is no failure of the line: the read-back tells it', async () => {
    device.setLocal(2, true)
    expect(await write()).toEqual({ outcome: 'acknowledged' })
    expect((await driver.readBack(2)).status).toMatchObject({ seenSequence: 70_000, appliedSequence: 0, rejectCode: 4 })
    device.faults = { busy: true }
    expect(await write()).toEqual({ outcome: 'notCarriedOut', detail: 'busy' })
  })

  test('never lets a number through that is none', async () => {
    for (const change of [{ setpoint_c: NaN }, { leaseS: undefined as unknown as number }, { sequence: 1.7 }, { setpoint_c: null }]) await expect(write(change)).rejects.toThrow(RangeError)
    await expect(driver.write({ kind: 'heartbeat', counter: 70_000, periodS: 10 })).rejects.toThrow(RangeError)
    expect(device.received).toEqual([])
  })

  test('unknown when the controller carries it out and the answer never comes; the truth after reconnecting', async () => {
    device.faults = { mute: true }
    expect(await write()).toMatchObject({ outcome: 'unknown' })
    expect(await write({ sequence: 70_001 })).toMatchObject({ outcome: 'notCarriedOut', detail: 'not connected to the broker' })
    device.faults = {}
    await driver.connect({ now: true })
    expect((await driver.readBack(2)).status.appliedSequence).toBe(70_000)
  })

  test('nobody at the broker: certainly not carried out, and the last will is heard', async () => {
    const stranger = open({ controllerId: 'nobody' })
    await stranger.connect()
    expect(await stranger.write({ kind: 'command', loopIndex: 2, block })).toEqual({ outcome: 'notCarriedOut', detail: 'broker: 0x10 (nobody listens to the topic)' })
    await expect(stranger.read()).rejects.toMatchObject({ kind: 'silent', message: 'the controller does not listen at the broker' })
    await stranger.close()
    const notices: string[] = []
    const observer = await openMqttLink({ host: '127.0.0.1', port: broker.port, ...broker.accounts }, [fieldTopics(`c${made}`).link], 1000, ({ payload }) => { notices.push(payload.toString()) })
    await device.cut()
    await expect.poll(() => notices.at(-1)).toContain('false')
    observer.destroy()
    await expect.poll(write).toEqual({ outcome: 'notCarriedOut', detail: 'the controller has left the broker (its last will)' })
    await expect(driver.read()).rejects.toMatchObject({ kind: 'silent', message: expect.stringContaining('last will') })
    await device.connect()
    await driver.connect({ now: true })
    expect((await driver.read()).loops).toHaveLength(2)
    expect(device.received).toEqual([])
  })

  test('kill -9 of the broker: unknown or not carried out, never done; nothing is sent late', async () => {
    await broker.kill()
    expect((await write()).outcome).toMatch(/unknown|notCarriedOut/)
    await expect(driver.connect({ now: true })).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringContaining('ECONNREFUSED') })
    await expect(driver.connect()).rejects.toThrow(/next attempt in/)
    await broker.revive()
    await device.connect()
    await driver.connect({ now: true })
    expect((await driver.read()).loops).toHaveLength(2)
    expect(device.received).toEqual([])
  })

  test('a controller with a session at the broker gets no command that has grown old meanwhile', async () => {
    await driver.close()
    await device.cut()
    made += 1
    device = controller(60)
    await device.connect()
    driver = open()
    await driver.connect()
    await device.cut()
    expect(await write()).toMatchObject({ outcome: 'unknown' })
    // The broker counts in whole seconds.
    await new Promise((resolve) => { setTimeout(resolve, 1100) })
    await device.connect()
    await driver.connect({ now: true })
    await driver.read()
    expect(device.received).toEqual([])
  })

  test('an answer that does not keep the contract is another device, with the field', async () => {
    device.faults = { garbage: '{"format":"hearthway-mqtt-1","heartbeat_seen":1,"heartbeat_lost":"no","loops":[]}' }
    await expect(driver.read()).rejects.toMatchObject({ kind: 'wrongDevice', message: expect.stringContaining('heartbeat_lost') })
    device.faults = { garbage: 'oops' }
    await driver.connect({ now: true })
    await expect(driver.read()).rejects.toMatchObject({ kind: 'wrongDevice' })
  })

  test('accounts and TLS: a wrong password, a stranger\'s certificate and a right that is missing are told as what they are', async () => {
    await driver.close()
    driver = open({ port: broker.tlsPort, host: 'localhost', ca: broker.ca })
    await driver.connect()
    expect(await write()).toEqual({ outcome: 'acknowledged' })
    await expect(open({ password: 'wrong' }).connect()).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringMatching(/not authori[sz]ed/i) })
    await expect(open({ port: broker.tlsPort, host: 'localhost', ca: 'system' }).connect()).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringMatching(/certificate/) })
    const reader = open({ username: 'reader', password: 'reads only' })
    await reader.connect()
    expect(await reader.write({ kind: 'command', loopIndex: 2, block })).toMatchObject({ outcome: 'refused', detail: 'broker: 0x87 (not authorised)' })
    await reader.close()
  })
})
