import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Driver } from './driver'
import { createDryRunDriver } from './dry-run-driver'
import { createModbusDriver } from './modbus/modbus-driver'
import { startPymodbusController, type PymodbusController } from './modbus/testing/pymodbus-controller'
import { createMqttDriver } from './mqtt/mqtt-driver'
import { startMosquitto, type Mosquitto } from './mqtt/testing/mosquitto'
import { createReferenceController, type ReferenceController } from './mqtt/testing/reference-controller'

/** The last look at the lead: whatever the line, nothing leaves for the device once the word is no. */
describe('what may not leave any more', () => {
  let modbus: PymodbusController
  let broker: Mosquitto
  let device: ReferenceController
  beforeAll(async () => {
    modbus = await startPymodbusController(1)
    broker = await startMosquitto()
    device = createReferenceController('c', 1, { port: broker.port, ...broker.accounts })
    await device.connect()
  })
  afterAll(async () => {
    await modbus.close()
    await device.cut()
    await broker.close()
  })
  const drivers: [string, () => Driver][] = [
    ['Modbus', () => createModbusDriver({ host: '127.0.0.1', port: modbus.port, unitId: 1, loopIndices: [0] })],
    ['MQTT', () => createMqttDriver({ controllerId: 'c', host: '127.0.0.1', port: broker.port, ...broker.accounts, loopIndices: [0] })],
    ['dry run', () => createDryRunDriver([0], () => 0)],
  ]

  test.each(drivers)('%s: is not carried out, the device hears nothing of it, and the line stands', async (_, open) => {
    const driver = open()
    await driver.connect()
    let leads = true
    const mayLeave = (): boolean => leads
    const command = (sequence: number) => driver.write({ kind: 'command', loopIndex: 0, block: { sequence, mode: 'off', setpoint_c: null, leaseS: 600 }, mayLeave })
    const beat = (counter: number) => driver.write({ kind: 'heartbeat', counter, periodS: 10, mayLeave })
    expect([await command(1), await beat(7)]).toEqual([{ outcome: 'acknowledged' }, { outcome: 'acknowledged' }])
    await expect.poll(async () => (await driver.read()).heartbeatSeen).toBe(7)

    if (!driver.traits.dryRun) {
      // Asked for while it led, behind a question under way: the lead is lost before their turn comes.
      const [question, late, lateBeat] = [driver.read(), command(2), beat(8)]
      leads = false
      await question
      for (const outcome of [await late, await lateBeat]) expect(outcome).toMatchObject({ outcome: 'notCarriedOut', detail: expect.stringContaining('too late') })
    }
    leads = false
    for (const outcome of [await command(3), await beat(9)]) expect(outcome).toMatchObject({ outcome: 'notCarriedOut', detail: expect.stringContaining('too late') })
    const { heartbeatSeen, loops: [loop] } = await driver.read()
    expect([heartbeatSeen, loop?.seenSequence]).toEqual([7, 1])
    leads = true
    expect(await command(4)).toEqual({ outcome: 'acknowledged' })
    await driver.close()
  })
})
