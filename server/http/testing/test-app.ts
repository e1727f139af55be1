import { pino } from 'pino'
import { Registry } from 'prom-client'
import { openTestDatabase } from '#db/testing/test-database'
import { seedNetwork } from '#db/seed'
import type { Database } from '#db/database'
import type { Network, Segment, Sensor } from '#domain/network/network'
import { AuditRoom } from '#server/audit/audit-room'
import { readConfig } from '#server/config'
import type { LoopField } from '#domain/control/interlocks/loop-field'
import { createControl } from '#server/control/create-control'
import { calmField } from '#server/control/testing/calm-field'
import { ExportDesk } from '#server/exchange/exports/export-desk'
import { ImportDesk } from '#server/exchange/import-desk'
import { prepareImport } from '#server/exchange/prepare-import'
import { RunwayUses } from '#server/control/runway-uses'
import { createModbusDriver } from '#server/drivers/modbus/modbus-driver'
import { ForecastRoom } from '#server/forecast/forecast-room'
import { WeatherDesk } from '#server/forecast/weather/weather-desk'
import type { Scope } from '#domain/identity/principal'
import type { Role } from '#domain/identity/roles'
import { ensureOperator } from '#server/identity/ensure-operator'
import { openIdentity } from '#server/identity/identity'
import { quickHasher } from '#server/identity/testing/quick-hasher'
import { createIngest } from '#server/ingest/create-ingest'
import { ReceiverDesk } from '#server/ingest/receivers/receiver-desk'
import { Live } from '#server/live/create-live'
import { saveDeviceToken } from '#server/store/device-tokens'
import { loadNetwork } from '#server/store/load-network'
import { wallClock } from '#server/wall-clock'
import { createApp } from '../app'
import { cityInMemory } from '../city-in-memory'

export const testNow = new Date('2026-11-23T10:00:00Z')
export const testPassword = 'correct horse'
export const deviceToken = 'test-device-token-0001'

const segment = (id: string, lon: number, more: Partial<Segment> = {}): Segment => ({
  id, assetId: 'A1', kind: 'road', name: { zh: '学府路', en: 'Xuefu Road' }, route: 'A1', fromM: 0, toM: 78.8, lengthM: 78.8, widthM: 20, pavementType: 'asphalt',
  layers: [{ material: 'asphalt', thickness_m: 0.18 }], exposure: { skyViewFraction: 0.9, airBelow: false }, assumed: [], runwayThird: null, loopId: null,
  axis: [[lon, 45.75], [lon + 0.001, 45.75]], source: 'fixture', ...more,
})
const sensor = (id: string, segmentId: string, more: Partial<Sensor> = {}): Sensor => ({
  id, stationId: 'ST1', segmentId, loopId: null, quantity: 'surface_temperature', depthM: 0, cadenceS: 60, source: 'device', ...more,
})

/** Three road segments in a row and a heated bridge segment whose controller does not answer. */
export const testNetwork: Network = {
  city: { id: 'test', name: { zh: '测试市', en: 'Test' }, timeZone: 'Asia/Shanghai', centre: [126.6, 45.75], zoom: 12, season: 'winter' },
  attribution: 'test data',
  assets: [{ id: 'A1', kind: 'road', name: { zh: '学府路', en: 'Xuefu Road' }, route: 'A1' }, { id: 'B1', kind: 'bridge', name: { zh: '桥', en: 'Bridge' }, route: null }, { id: 'R1', kind: 'runway', name: { zh: '跑道', en: 'Runway' }, route: null }],
  segments: [segment('a', 126.6), segment('b', 126.601), segment('c', 126.602), segment('h', 126.61, { assetId: 'B1', kind: 'bridge', loopId: 'L1' })],
  stations: [{ id: 'ST1', name: { zh: '测站', en: 'Station' }, position: [126.6005, 45.75], segmentId: 'a' }],
  sensors: [sensor('s-a', 'a'), sensor('s-h', 'h', { stationId: null, loopId: 'L1' })],
  energyStations: [{ id: 'E1', name: { zh: '能源站', en: 'Energy station' }, position: [126.61, 45.751] }],
  controllers: [{ id: 'C1', energyStationId: 'E1', protocol: 'modbusTcp', host: '127.0.0.1', port: 1, unitId: 1, registerMap: 'hearthway-loop-1' }],
  loops: [{ id: 'L1', name: { zh: '环路', en: 'Loop' }, energyStationId: 'E1', controllerId: 'C1', index: 0, service: 'heat', heatMinC: 15, heatMaxC: 45, coolMinC: 8, coolMaxC: 30, safeState: 'off' }],
  water: [],
}

/** The whole HTTP surface over a real database and real rooms, without a socket. */
export async function openTestApp(engine: Database['engine'], env: Record<string, string> = {}, { network = testNetwork, runways = [], field = () => calmField(testNow.getTime(), { runways }) }: { network?: Network; runways?: LoopField['runways']; field?: () => LoopField | null } = {}) {
  const { db, close } = await openTestDatabase(engine)
  await seedNetwork(db, network)
  await saveDeviceToken(db, 'test', deviceToken, testNow)
  const config = readConfig({ HEARTHWAY_PUBLIC_READ: 'on', HEARTHWAY_OPERATOR: `li:${testPassword}`, ...env })
  const clock = { base: { siteEpochMs: testNow.getTime(), wallEpochMs: 0, timeScale: 1 }, now: () => testNow }
  const stored = await loadNetwork(db)
  const city = cityInMemory(stored)
  const live = new Live(clock)
  live.setNetwork(stored, [])
  const ingest = createIngest({ db, clock })
  ingest.onStored((readings) => live.applyReadings(readings))
  const log = pino({ level: process.env['HEARTHWAY_TEST_LOG'] ?? 'silent' })
  const control = createControl({
    db, clock, wall: wallClock, field, onCommand: (view) => live.applyCommand(view), onController: (view) => live.applyController(view), onReadBack: () => {}, log,
    openDriver: (controller, loops) => createModbusDriver({ host: controller.host, port: controller.port, unitId: controller.unitId, loopIndices: loops.map((loop) => loop.index) }),
  })
  await control.start()
  const runwayUses = new RunwayUses(db, clock)
  const auditRoom = new AuditRoom({ db, clock, log, headFile: null })
  const weather = new WeatherDesk(clock, log)
  // Not started: a test that wants a forecast starts it.
  const forecast = new ForecastRoom(stored, { db, clock, live, weather, log })
  let wallNow = (): number => Date.now()
  const identity = await openIdentity({ db, secret: 'a secret of the tests, not of anybody', hasher: quickHasher, wallNow: () => wallNow() })
  await ensureOperator(identity.accounts, config.operator!)
  // Read in this thread: the thread of its own has tests of its own.
  const imports = new ImportDesk({ db, now: clock.now, wallNow: () => wallNow(), onStored: async () => {}, onError: (error) => log.error({ err: error }, 'an import failed'), prepare: prepareImport })
  const exports = new ExportDesk({ wallNow: () => wallNow(), onError: (error) => log.error({ err: error }, 'an export failed') })
  const app = createApp({
    imports, exports, runwayUses, weather, forecast, config, version: '0.0.0', db, clock, log, metrics: new Registry(), ingest, receivers: new ReceiverDesk({ db, clock, ingest, retentionDays: config.retentionDays }, stored.segments), live, control, demo: false, registerMaps: [{ name: 'hearthway-loop-1', mostLoops: 100, protocols: ['modbusTcp'] }], takeChanges: async () => {},
    city: () => city, audit: auditRoom.audit, denials: auditRoom.denials, identity, webDir: null,
  })
  const json = { 'content-type': 'application/json' }
  let made = 0
  const signIn = async (name = 'li', password = testPassword): Promise<Record<string, string>> => {
    const answer = await app.request('/api/session', { method: 'POST', headers: json, body: JSON.stringify({ name, password }) })
    return { cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] as string }
  }
  return {
    app, db, imports, live, weather, forecast, auditRoom,
    get: (path: string, headers: Record<string, string> = {}) => app.request(path, { headers }),
    send: (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => app.request(path, { method, headers: { ...json, ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) }),
    identity,
    /** Moves the wall clock of sessions. */
    setWall: (now: () => number) => { wallNow = now },
    /** Cookie header of a signed-in operator, or of somebody else. */
    signIn,
    /** Cookie header of somebody new with this role and scope. */
    async signInAs(role: Role, scope: Scope = 'everywhere'): Promise<Record<string, string>> {
      const name = `${role.toLowerCase()}-${++made}`
      await identity.accounts.create({ name, password: testPassword, role, scope })
      return signIn(name, testPassword)
    },
    async close() {
      await imports.stop()
      await exports.stop()
      weather.stop()
      await forecast.stop()
      await control.stop()
      await ingest.idle()
      await auditRoom.stop()
      await close()
    },
  }
}
