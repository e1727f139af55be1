import { createAdaptorServer } from '@hono/node-server'
import { existsSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Database } from '#db/database'
import { rememberedMs, stuckWindowMs } from '#domain/control/interlocks/facts-of'
import type { SiteClock } from '#domain/units/site-time'
import { AuditRoom } from './audit/audit-room'
import { createControl } from './control/create-control'
import { RunwayUses } from './control/runway-uses'
import { loadRegisterMaps } from './drivers/load-register-maps'
import { createOpenDriver } from './drivers/open-driver'
import { registerMapSizes } from './drivers/register-map-sizes'
import type { Config } from './config'
import { createExpectEffect } from './forecast/expect-effect'
import { ForecastRoom } from './forecast/forecast-room'
import { openWeatherSource } from './forecast/weather/open-weather-source'
import { WeatherDesk } from './forecast/weather/weather-desk'
import { createApp } from './http/app'
import { cityInMemory } from './http/city-in-memory'
import { ensureOperator } from './identity/ensure-operator'
import { openIdentity } from './identity/identity'
import { renewCertificate, readCertificate, tlsListener } from './http/tls-server'
import { ExportDesk } from '#server/exchange/exports/export-desk'
import { ImportDesk } from './exchange/import-desk'
import { createIngest } from './ingest/create-ingest'
import { ReceiverDesk } from './ingest/receivers/receiver-desk'
import { ReceiverListeners } from './ingest/receivers/receiver-listeners'
import { Live } from './live/create-live'
import { loopField } from './live/loop-field'
import { RunHistory } from './live/run-history'
import { packageRoot } from './package-root'
import { saveControllerPorts } from './store/controller-ports'
import { analyseReadings } from './store/analyse-readings'
import { loadLastImport } from './store/last-import'
import { loadLatestReadings } from './store/latest-readings'
import { openLeaderLease } from './store/leader-lease'
import { loadLoopFlowBefore } from './store/loop-flow-before'
import { loadNetwork } from './store/load-network'
import { loadPlantNumber } from './store/plant-versions'
import { loadRunReadings, loadUnchanged } from './store/run-history'
import { dropExpiredPartitions } from './store/reading-partitions'
import { dropExpiredPositions } from './store/receiver-positions'
import { thinForecasts } from './store/thin-forecasts'
import { wallClock } from './wall-clock'

export interface StartOptions {
  config: Config
  db: Database
  log: Logger
  clock: SiteClock
  demo: boolean
  /** How soon an import or a plant file of another process is taken up, wall ms; default 5000. */
  importCheckMs?: number
}

export interface Running {
  /** Where a person opens it. */
  url: string
  /** Where this machine reaches it. */
  localUrl: string
  /** The demo's twin tells where its controllers listen; control starts only then. */
  connectControllers(ports: Record<string, number>): Promise<void>
  /** The demo's twin tells where its weather service listens; HEARTHWAY_WEATHER goes before it. */
  connectWeather(address: string): void
  /** A feed says whether a runway is in use; holds for `lastsS` of site time. */
  sayRunwayUse(word: { runwayId: string; inUse: boolean; source: string; reference: string }, lastsS: number): Promise<void>
  stop(): Promise<void>
}

/** Old readings are dropped and the planner is told of new ones; not while the first page is still being served. */
const firstMaintenanceMs = 60_000
const maintenanceEveryMs = 3_600_000
/** How soon a word on a runway that another process took counts here, wall ms. */
const runwayCheckMs = 5000
/** How soon a server that stands by shows what the leader was told, wall ms. */
const followEveryMs = 5000

/** Wires every room over an open, migrated database and serves. The only place that knows all rooms. */
export async function startHearthway({ config, db, log, clock, demo, importCheckMs = 5000 }: StartOptions): Promise<Running> {
  const root = packageRoot()
  const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
  const registerMaps = loadRegisterMaps(config.registerMaps)
  const stored = await loadNetwork(db)
  let city = cityInMemory(stored)
  let { sensors } = stored
  let lastImport = await loadLastImport(db)
  let plantNumber = await loadPlantNumber(db)

  const identity = await openIdentity({ db, secret: config.secret, onError: (error) => log.error({ err: error }, 'keeping sessions failed') })
  if (identity.hasher.name !== 'argon2id') log.warn('argon2 is not built for this machine: passwords are hashed with scrypt instead, and accounts made with argon2id cannot sign in here')
  if (config.operator) await ensureOperator(identity.accounts, config.operator)

  const live = new Live(clock)
  live.setNetwork(stored, await loadLatestReadings(db))
  const ingest = createIngest({ db, clock, retentionDays: config.retentionDays, onError: (error) => log.error({ err: error }, 'storing readings failed') })
  ingest.onStored((readings) => live.applyReadings(readings))

  const receiverFault = (error: unknown): void => log.error({ err: error, room: 'receivers' }, 'taking positions failed')
  const receivers = new ReceiverDesk({ db, clock, ingest, retentionDays: config.retentionDays, onError: receiverFault }, stored.segments)
  const receiverListeners = new ReceiverListeners({ db, clock, desk: receivers, ...config.receivers, onError: receiverFault })

  const auditRoom = new AuditRoom({ db, clock, log: log.child({ room: 'audit' }), headFile: config.auditHead })
  const history = new RunHistory()
  history.setNetwork(stored.sensors)
  const rememberedSince = new Date(clock.now().getTime() - rememberedMs)
  history.recall(await loadUnchanged(db, new Date(clock.now().getTime() - stuckWindowMs)))
  history.take(await loadRunReadings(db, rememberedSince))
  ingest.onStored((readings) => history.take(readings))
  const runwayUses = new RunwayUses(db, clock)
  await runwayUses.load()
  let field = loopField(stored, live, history, (runwayId) => runwayUses.useOf(runwayId))
  const control = createControl({
    db, lease: openLeaderLease(db, { wall: wallClock, onTrouble: (words) => log.warn({ room: 'control' }, `the lead: ${words}`) }), clock, wall: wallClock, field: (loopId) => field(loopId),
    openDriver: createOpenDriver({ maps: registerMaps, env: process.env, siteNowMs: () => clock.now().getTime(), now: () => wallClock.now(), random: Math.random }),
    expectEffect: (question) => expectEffect(question),
    onCommand: (view) => live.applyCommand(view),
    onController: (view) => {
      live.applyController(view)
      auditRoom.links.see(view, control.standing().role === 'leader')
    },
    // A read-back goes the way of every reading.
    onReadBack: (readings) => ingest.accept(readings, 'controller'),
    log: log.child({ room: 'control' }),
  })
  for (const command of (await control.list()).toReversed()) live.applyCommand(command)

  const weather = new WeatherDesk(clock, log.child({ room: 'weather' }))
  const forecast = new ForecastRoom(stored, { db, clock, live, weather, log: log.child({ room: 'forecast' }) })
  const expectEffect = createExpectEffect({ forecast, sensors: () => sensors, flowBefore: (loopId, at) => loadLoopFlowBefore(db, loopId, at) })
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  new Gauge({ name: 'hearthway_live_clients', help: 'Connected live clients', registers: [metrics], collect() { this.set(live.clients.size) } })
  new Gauge({ name: 'hearthway_live_clients_evicted_total', help: 'Clients let go because they did not read', registers: [metrics], collect() { this.set(live.clients.evicted) } })
  new Gauge({ name: 'hearthway_ingest_pending_rows', help: 'Readings judged good and not yet stored', registers: [metrics], collect() { this.set(ingest.pendingRows) } })

  new Gauge({ name: 'hearthway_forecast_runs_total', help: 'Forecast runs stored', registers: [metrics], collect() { this.set(forecast.status.runs) } })
  new Gauge({ name: 'hearthway_forecast_failures_total', help: 'Forecast runs that failed', registers: [metrics], collect() { this.set(forecast.status.failed) } })
  new Gauge({ name: 'hearthway_forecast_run_seconds', help: 'Duration of the last forecast run; NaN before the first', registers: [metrics], collect() { this.set(forecast.status.lastRunMs === null ? Number.NaN : forecast.status.lastRunMs / 1000) } })

  const takeChanges = async (): Promise<void> => {
    const [newest, number] = [await loadLastImport(db), await loadPlantNumber(db)]
    if (newest === lastImport && number === plantNumber) return
    const network = await loadNetwork(db)
    await ingest.reloadSensors()
    const readings = await loadLatestReadings(db)
    const changed = cityInMemory(network)
    // From here on in one breath: no request may see a city of which another room knows nothing.
    live.setNetwork(network, readings)
    forecast.setNetwork(network)
    city = changed
    sensors = network.sensors
    history.setNetwork(network.sensors)
    receivers.setNetwork(network.segments)
    field = loopField(network, live, history, (runwayId) => runwayUses.useOf(runwayId))
    await control.reloadPlant()
    live.keepControllers(new Set(network.controllers.map((controller) => controller.id)))
    ;[lastImport, plantNumber] = [newest, number]
    log.info({ segments: network.segments.length, plant: number }, 'an import or a plant file has changed the city')
  }
  let taking: Promise<void> | null = null
  // One at a time: a large import takes longer to load than the pause between two looks.
  const lookForChanges = (): Promise<void> => taking ??= takeChanges().catch((error: unknown) => log.error({ err: error }, 'looking for changes of the city failed')).finally(() => { taking = null })

  const imports = new ImportDesk({
    db, now: () => clock.now(), wallNow: () => wallClock.now(), onStored: async () => { await taking; await lookForChanges() }, onError: (error) => log.error({ err: error, room: 'exchange' }, 'an import failed'),
  })

  const exports = new ExportDesk({ wallNow: () => wallClock.now(), onError: (error) => log.error({ err: error, room: 'exchange' }, 'an export failed') })

  const webDir = join(root, 'dist', 'web')
  const app = createApp({
    config, version, db, clock, log, metrics, ingest, receivers, live, control, runwayUses, weather, forecast, demo, registerMaps: registerMapSizes(registerMaps), takeChanges: async () => { await taking; await lookForChanges() },
    imports, exports, city: () => city, audit: auditRoom.audit, denials: auditRoom.denials, identity, webDir: existsSync(webDir) ? webDir : null,
  })
  const server = createAdaptorServer({ fetch: app.fetch, ...(config.tls ? tlsListener(config.tls) : {}) })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new Error(`port ${config.port} is in use: set HEARTHWAY_PORT (or --port) to another one`) : error))
    server.listen(config.port, config.host, resolve)
  })
  const { port } = server.address() as AddressInfo

  const receiverPorts = await receiverListeners.start()
  if (receiverPorts.nmeaPort !== null || receiverPorts.jt808Port !== null) log.info({ room: 'receivers', host: config.receivers.host, ...receiverPorts }, 'listening to receivers')
  live.start()
  identity.sessions.start()
  auditRoom.start()
  // A demo's site clock is not the wall's: the dates of files and answers say nothing about it.
  const connectWeather = (address: string): void => weather.start(openWeatherSource(address, clock.base.timeScale === 1 && !demo))
  if (config.weather !== null) connectWeather(config.weather)
  forecast.start()
  if (!demo) await control.start()
  const maintain = (): void => void dropExpiredPartitions(db, clock.now(), config.retentionDays).then(() => dropExpiredPositions(db, clock.now(), config.retentionDays)).then(() => analyseReadings(db)).catch((error: unknown) => log.error({ err: error }, 'maintenance of the readings failed'))
  // By site time: a fast demo fills two days of forecasts in less than an hour.
  const thin = (): void => void thinForecasts(db, clock.now()).catch((error: unknown) => log.error({ err: error }, 'thinning the forecasts failed'))
  const maintenance = [setTimeout(maintain, firstMaintenanceMs), setInterval(maintain, maintenanceEveryMs), setInterval(thin, Math.max(firstMaintenanceMs, maintenanceEveryMs / clock.base.timeScale))]
  let shown = config.tls && readCertificate(config.tls)
  const certificateCheck = setInterval(() => {
    try {
      const renewed = config.tls && shown && renewCertificate(server as import('node:https').Server, config.tls, shown)
      if (renewed) log.info('the certificate was renewed')
      shown = renewed ?? shown
    } catch (error) {
      log.error({ err: error }, 'the renewed certificate cannot be used; the old one stays')
    }
  }, maintenanceEveryMs)
  const changeCheck = setInterval(() => void lookForChanges(), importCheckMs)
  const runwayCheck = setInterval(() => void runwayUses.load().catch((error: unknown) => log.error({ err: error }, 'reading the use of the runways failed')), runwayCheckMs)
  // Readings that came in at the leader reach a server that stands by through the database.
  let following: Promise<void> | null = null
  const follow = setInterval(() => {
    if (control.standing().role === 'leader') return
    following ??= loadLatestReadings(db).then((readings) => { live.applyReadings(readings); history.take(readings) }).catch((error: unknown) => log.warn({ err: error }, 'standing by: the newest readings could not be loaded')).finally(() => { following = null })
  }, followEveryMs)

  const scheme = config.tls ? 'https' : 'http'
  return {
    url: `${scheme}://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}/`,
    localUrl: `${scheme}://${['0.0.0.0', '::'].includes(config.host) ? '127.0.0.1' : config.host}:${port}`,
    async connectControllers(ports) {
      await saveControllerPorts(db, ports)
      await control.start()
    },
    connectWeather(address) {
      if (config.weather === null) connectWeather(address)
    },
    sayRunwayUse: (word, lastsS) => runwayUses.say({ ...word, saidBy: word.source }, lastsS),
    async stop() {
      clearInterval(runwayCheck)
      for (const timer of maintenance) clearTimeout(timer)
      clearInterval(changeCheck)
      clearInterval(certificateCheck)
      identity.sessions.stop()
      clearInterval(follow)
      weather.stop()
      const forecastStopped = forecast.stop()
      await receiverListeners.stop()
      // The door first: what is asked for until then is still heard by a control room that works.
      const closed = new Promise<void>((resolve) => { server.close(() => resolve()) })
      live.stop()
      if ('closeIdleConnections' in server) server.closeIdleConnections()
      setTimeout(() => { if ('closeAllConnections' in server) server.closeAllConnections() }, 2000).unref()
      await closed
      await imports.stop()
      await exports.stop()
      await control.stop()
      await taking
      await following
      await forecastStopped
      await ingest.idle()
      await auditRoom.stop()
    },
  }
}
