import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { seedNetwork } from '#db/seed'
import { restoreFromCgcs2000 } from '#domain/geo/epoch/reduce-to-cgcs2000'
import { decimalYear } from '#domain/geo/epoch/decimal-year'
import type { LonLat } from '#domain/geo/geodesic'
import type { ReceivedFix } from '#domain/sensing/receiver'
import type { SiteClock } from '#domain/units/site-time'
import { dropExpiredPositions, loadLastPositions, loadTrack } from '#server/store/receiver-positions'
import { createReceiver, findReceiverByPhone, findReceiverByToken, loadReceivers, retireReceiver, saveTerminalCode, type NewReceiver } from '#server/store/receivers'
import { loadNetwork } from '#server/store/load-network'
import { smallNetwork } from '#server/store/testing/small-network'
import { createIngest } from '../create-ingest'
import { ReceiverDesk } from './receiver-desk'

const t0 = Date.parse('2026-01-15T12:00:00Z')
const clock: SiteClock = { base: { siteEpochMs: t0, wallEpochMs: 0, timeScale: 1 }, now: () => new Date(t0) }
const input = (id: string, over: Partial<NewReceiver> = {}): NewReceiver => ({
  id, name: id, kind: 'vehicle', protocol: 'nmea', frame: 'BDCS', epoch: 'current', correctionSource: 'none', velocity: { kind: 'eura2014' }, surfaceItemId: null, measuresSurface: true, phone: null, terminalId: null, ...over,
})
const fix = (seconds: number, position: LonLat, over: Partial<ReceivedFix> = {}): ReceivedFix => ({
  atMs: t0 + seconds * 1000, position, ellipsoidalHeightM: 151, receiverAltitudeM: 141.2, geoidSeparationM: 9.8, fix: 'rtk_fixed', sigmaM: 0.03, speedMPerS: 10, headingDeg: 90, surfaceTemperatureC: null, ...over,
})

describe.each(testEngines)('receivers on %s', (engine) => {
  let opened: TestDatabase
  let desk: ReceiverDesk
  beforeAll(async () => {
    opened = await openTestDatabase(engine)
    await seedNetwork(opened.db, smallNetwork)
    desk = new ReceiverDesk({ db: opened.db, clock, ingest: createIngest({ db: opened.db, clock }), retentionDays: 400 }, smallNetwork.segments)
  })
  afterAll(async () => { await opened.close() })

  it('registers once, keeps a token as its hash, and lets a terminal register once', async () => {
    const made = await createReceiver(opened.db, input('plough-1'), clock.now(), 'li')
    expect(made?.token).toMatch(/^[\w-]{40,}$/)
    expect(await createReceiver(opened.db, input('plough-1'), clock.now(), 'li')).toBeNull()
    expect((await findReceiverByToken(opened.db, made!.token!))?.id).toBe('plough-1')
    expect(await findReceiverByToken(opened.db, made!.receiver.tokenSha256!)).toBeNull()
    await createReceiver(opened.db, input('bus-7', { protocol: 'jt808', phone: '013800000001', terminalId: 'T1', frame: null, epoch: null, correctionSource: null }), clock.now(), 'li')
    expect((await findReceiverByPhone(opened.db, '00000000013800000001'))?.id).toBe('bus-7')
    expect(await saveTerminalCode(opened.db, 'bus-7', 'one', clock.now())).toBe(true)
    expect(await saveTerminalCode(opened.db, 'bus-7', 'two', clock.now())).toBe(false)
    const records = await opened.db.query<{ body: string }>('SELECT body FROM audit_records ORDER BY seq')
    expect(records.map(({ body }) => (JSON.parse(body) as { event: string }).event)).toEqual(['receiver.add', 'receiver.add', 'receiver.register'])
    expect(records.some(({ body }) => body.includes('Sha256'))).toBe(false)
    // What is carried about is no part of the network.
    expect((await loadNetwork(opened.db)).sensors.map(({ id }) => id)).not.toContain('plough-1.surface_temperature')
  })

  it('reduces by the stated frame, puts onto the segment, and stores the temperature with the offset', async () => {
    const truth = { lonDeg: 126.603, latDeg: 45.7, heightM: 151 }
    const { position: broadcast } = restoreFromCgcs2000(truth, { frame: 'BDCS', epochYear: decimalYear(t0) }, { kind: 'eura2014' })
    expect(await desk.accept('plough-1', [fix(0, [broadcast.lonDeg, broadcast.latDeg], { surfaceTemperatureC: -4.5 })])).toEqual({ stored: 1, duplicates: 0, refused: {}, readings: { accepted: 1, duplicates: 0, refused: {} } })
    const [point] = await loadTrack(opened.db, 'plough-1', new Date(t0 - 1000), new Date(t0 + 1000), 10)
    expect(point).toMatchObject({ surfaceTemperatureC: -4.5, quality: 0, reduced: { given: { frame: 'BDCS', correctionSource: 'none' }, velocity: { kind: 'eura2014' } }, match: { matched: true, segmentId: 'g2' } })
    expect(point!.fix).toMatchObject({ ellipsoidalHeightM: 151, receiverAltitudeM: 141.2, geoidSeparationM: 9.8, fix: 'rtk_fixed', sigmaM: 0.03 })
    // Broadcast positions of 2026 lie some 0.7 m away: as received and as reduced are two places.
    expect(Math.abs(point!.fix.position[0] - truth.lonDeg) * 78_000).toBeGreaterThan(0.3)
    expect(point!.reduced!.position[0]).toBeCloseTo(truth.lonDeg, 8)
    expect(point!.reduced!.position[1]).toBeCloseTo(truth.latDeg, 8)
    expect(point!.reduced!.uncertaintyM).toBeGreaterThan(0.1)
    expect(point!.match.matched && point!.match.offsetM).toBeCloseTo(77.86, 1)
  })

  it('takes the same again without harm, also within one request', async () => {
    const again = fix(60, [126.603, 45.7], { surfaceTemperatureC: -4 })
    expect(await desk.accept('plough-1', [again, again])).toMatchObject({ stored: 1, duplicates: 1, readings: { accepted: 1 } })
    expect(await desk.accept('plough-1', [again])).toMatchObject({ stored: 0, duplicates: 1, readings: { accepted: 0, duplicates: 1 } })
  })

  it('leaves an unstated frame unstated and on no segment', async () => {
    expect(await desk.accept('bus-7', [fix(0, [126.603, 45.7], { surfaceTemperatureC: -2 })])).toMatchObject({ stored: 1, readings: { accepted: 1 } })
    expect((await loadLastPositions(opened.db)).get('bus-7')).toMatchObject({ reduced: null, match: { matched: false, reason: 'frame_unstated' }, fix: { position: [126.603, 45.7] } })
  })

  it('refuses by reason and counts', async () => {
    expect(await desk.accept('plough-1', [{ refused: 'no_fix' }, { refused: 'no_fix' }, { refused: 'encrypted' }, fix(400, [126.603, 45.7]), fix(-500 * 86_400, [126.603, 45.7])]))
      .toMatchObject({ stored: 0, refused: { no_fix: 2, encrypted: 1, ahead_of_time: 1, too_old: 1 } })
    expect(desk.countsOf('plough-1')).toMatchObject({ stored: 2, duplicates: 2, refused: { no_fix: 2, encrypted: 1 } })
    expect(await desk.accept('nobody', [fix(0, [126.603, 45.7])])).toBeNull()
  })

  it('tells why a position lies on no segment', async () => {
    await desk.accept('plough-1', [fix(120, [126.603, 45.702]), fix(121, [126.603, 45.7], { headingDeg: 0 })])
    expect((await loadTrack(opened.db, 'plough-1', new Date(t0 + 120_000), new Date(t0 + 122_000), 10)).map(({ match }) => match)).toEqual([{ matched: false, reason: 'too_far' }, { matched: false, reason: 'heading' }])
  })

  it('drops what is older than the retention, and keeps the track of a retired receiver', async () => {
    const before = (await loadTrack(opened.db, 'plough-1', new Date(0), new Date(t0 + 1e7), 100)).length
    await dropExpiredPositions(opened.db, new Date(t0 + 86_400_000 + 90_000), 1)
    expect(await loadTrack(opened.db, 'plough-1', new Date(0), new Date(t0 + 1e7), 100)).toHaveLength(before - 2)
    expect(await retireReceiver(opened.db, 'plough-1', clock.now(), 'li')).toBe(true)
    expect(await retireReceiver(opened.db, 'plough-1', clock.now(), 'li')).toBe(false)
    expect((await loadReceivers(opened.db)).map(({ id }) => id)).toEqual(['bus-7'])
    expect(await loadTrack(opened.db, 'plough-1', new Date(0), new Date(t0 + 1e7), 100)).toHaveLength(before - 2)
  })
})
