import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { seedNetwork } from '#db/seed'
import { networkShape } from '#domain/wire/network'
import { createDeviceToken, findDeviceToken, listDevices, removeDevice } from './device-tokens'
import { loadNetwork } from './load-network'
import { networkView } from './network-view'
import { loadSetting, saveSetting } from './settings'
import { smallNetwork } from './testing/small-network'

describe.each(testEngines)('the stored network on %s', (engine) => {
  let opened: TestDatabase
  beforeAll(async () => { opened = await openTestDatabase(engine) })
  afterAll(async () => { await opened.close() })

  it('is empty and without a city before the seed', async () => {
    expect(await loadNetwork(opened.db)).toMatchObject({ city: null, attribution: '', segments: [], sensors: [] })
  })

  it('comes back as it was seeded, in its order, and in the shape of the wire', async () => {
    await seedNetwork(opened.db, smallNetwork)
    const { version, ...network } = await loadNetwork(opened.db)
    expect(network).toEqual(smallNetwork)
    expect(version).toMatch(/^[0-9a-f]{16}$/)
    const view = networkView({ version, ...network })
    expect(networkShape.parse(view)).toEqual(view)
    expect(JSON.stringify(view)).not.toContain('127.0.0.1')
  })

  it('has another version when a segment moves in the order', async () => {
    const before = (await loadNetwork(opened.db)).version
    expect((await loadNetwork(opened.db)).version).toBe(before)
    await opened.db.query("UPDATE segments SET ordinal = 1000 WHERE id = 'g1'")
    const after = await loadNetwork(opened.db)
    expect(after.segments.map((segment) => segment.id)).toEqual(['g2', 'g3', 'g1'])
    expect(after.version).not.toBe(before)
  })

  it('keeps settings, and devices by the digest of their token only', async () => {
    const { db } = opened
    await saveSetting(db, 'x', { a: [1, null] })
    await saveSetting(db, 'x', 'text')
    expect(await loadSetting(db, 'x')).toBe('text')
    expect(await loadSetting(db, 'none')).toBeNull()
    const token = (await createDeviceToken(db, 'gateway', new Date(0)))!
    expect(await createDeviceToken(db, 'gateway', new Date(0))).toBeNull()
    expect(await findDeviceToken(db, token)).toEqual({ name: 'gateway', createdAt: new Date(0), scope: 'all' })
    expect(await findDeviceToken(db, `${token}x`)).toBeNull()
    expect(JSON.stringify(await db.query('SELECT * FROM device_tokens'))).not.toContain(token)
    expect(await listDevices(db)).toHaveLength(1)
    expect(await removeDevice(db, 'gateway')).toMatchObject({ name: 'gateway', scope: 'all' })
    expect(await removeDevice(db, 'gateway')).toBeNull()
    expect(await findDeviceToken(db, token)).toBeNull()
  })
})
