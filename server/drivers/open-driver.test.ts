import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Controller } from '#domain/network/network'
import floatLevels from '#fixtures/register-maps/float-levels-1.json'
import { loadRegisterMaps } from './load-register-maps'
import { createOpenDriver, mqttTarget } from './open-driver'

const folder = mkdtempSync(join(tmpdir(), 'hearthway-maps-'))
afterAll(() => rmSync(folder, { recursive: true }))
const controller: Controller = { id: 'C', energyStationId: 'E', protocol: 'modbusTcp', host: '127.0.0.1', port: 1, unitId: 1, registerMap: 'hearthway-loop-1' }
let siteMs = 0
const openDriver = createOpenDriver({ maps: loadRegisterMaps(null), env: {}, siteNowMs: () => siteMs, now: () => 0, random: () => 1 })
const block = { sequence: 7, mode: 'heat', setpoint_c: 35, leaseS: 600 } as const

describe('the driver of a controller', () => {
  test('tells whether it is fenced, by its register map', () => {
    expect(openDriver(controller, []).traits).toEqual({ fenced: true, dryRun: false })
    expect(openDriver({ ...controller, protocol: 'modbusRtuGateway', registerMap: 'float-levels-1' }, []).traits).toEqual({ fenced: false, dryRun: false })
  })

  test.each<[Partial<Controller>, string]>([
    [{ registerMap: 'nobody' }, 'there is no register map "nobody"; there are: hearthway-loop-1, float-levels-1'],
    [{ protocol: 'mqtt' }, 'over MQTT its register map must be "hearthway-mqtt-1"'],
    [{ protocol: 'mqtt', registerMap: 'hearthway-mqtt-1', secretVariables: { password: 'NOT_SET' } }, 'the environment variable NOT_SET (password) is not set'],
  ])('%j halts only itself and says why', async (change, why) => {
    const driver = openDriver({ ...controller, ...change }, [{ index: 0 }])
    await expect(driver.connect()).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringContaining(why) })
    expect(await driver.write({ kind: 'command', loopIndex: 0, block })).toMatchObject({ outcome: 'notCarriedOut' })
  })

  test('a dry run takes, echoes, lets the lease run out by site time, measures nothing and says what it is', async () => {
    const driver = openDriver({ ...controller, protocol: 'dryRun' }, [{ index: 3 }])
    expect(driver.traits.dryRun).toBe(true)
    await driver.connect()
    expect(await driver.write({ kind: 'command', loopIndex: 3, block })).toEqual({ outcome: 'acknowledged' })
    expect(await driver.write({ kind: 'command', loopIndex: 3, block: { ...block, setpoint_c: 40 } })).toEqual({ outcome: 'acknowledged' })
    expect(await driver.readBack(3)).toMatchObject({ holding: block, status: { mode: 'heat', setpoint_c: 35, leaseRemainingS: 600, supply_c: null, running: false } })
    siteMs += 600_000
    expect((await driver.read()).loops).toMatchObject([{ mode: 'auto', setpoint_c: null, leaseEnded: true, appliedSequence: 7 }])
    await expect(driver.write({ kind: 'command', loopIndex: 3, block: { ...block, leaseS: NaN } })).rejects.toThrow(RangeError)
    await driver.close()
    await expect(driver.read()).rejects.toMatchObject({ kind: 'closed' })
  })
})

test('secrets come from the environment, and never cross a network in the clear', () => {
  const remote: Controller = { ...controller, protocol: 'mqtt', host: 'broker.example', port: 8883, secretVariables: { username: 'U', password: 'P' } }
  const env = { U: 'plant', P: 'secret', CA: '/ca.pem' }
  expect(mqttTarget(remote, env)).toMatchObject({ fault: expect.stringContaining('unencrypted') })
  expect(mqttTarget({ ...remote, host: '127.0.0.1' }, env)).toEqual({ host: '127.0.0.1', port: 8883, username: 'plant', password: 'secret' })
  expect(mqttTarget({ ...remote, secretVariables: { ...remote.secretVariables, ca: 'CA' } }, env, (path) => `pem of ${path}`)).toMatchObject({ ca: 'pem of /ca.pem', password: 'secret' })
  expect(mqttTarget({ ...remote, secretVariables: { token: 'T' } }, env)).toMatchObject({ fault: expect.stringContaining('secret_variables.token') })
})

describe('register maps of one\'s own', () => {
  const put = (name: string, json: unknown): void => writeFileSync(join(folder, name), typeof json === 'string' ? json : JSON.stringify(json))
  test('are found by name beside those of the program', () => {
    put('mine.json', { ...floatLevels, name: 'my-plc-1' })
    expect([...loadRegisterMaps(folder).keys()]).toEqual(['hearthway-loop-1', 'float-levels-1', 'my-plc-1'])
  })
  test('every fault is told with file, field and reason, and nothing is loaded', () => {
    put('broken.json', '{')
    put('taken.json', floatLevels)
    put('wrong.json', { ...floatLevels, name: 'wrong-1', modes: { auto: 0, off: 0, heat: 1 }, minGapMs: -1 })
    expect(() => loadRegisterMaps(folder)).toThrow(/broken\.json: .*JSON[^]*taken\.json: name: "float-levels-1" is taken[^]*wrong\.json: minGapMs: /)
    expect(() => loadRegisterMaps(join(folder, 'nowhere'))).toThrow(/HEARTHWAY_REGISTER_MAPS: .*nowhere cannot be read/)
  })
})
