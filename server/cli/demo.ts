import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import { migrate } from '#db/migrate'
import { seedNetwork } from '#db/seed'
import { expandFixture } from '#domain/network/expand-fixture'
import type { NetworkFixture } from '#domain/network/network-fixture'
import { readConfig } from '#server/config'
import { loadRegisterMaps } from '#server/drivers/load-register-maps'
import { registerMapSizes } from '#server/drivers/register-map-sizes'
import { applyPlantFile } from '#server/exchange/apply-plant'
import { readPlantFile } from '#server/exchange/read-plant-file'
import { createDemoAccounts, demoAccounts, demoPassword } from '#server/identity/demo-accounts'
import { openIdentity } from '#server/identity/identity'
import { startHearthway } from '#server/main'
import { packageRoot } from '#server/package-root'
import { createSiteClock } from '#server/site-clock'
import { analyseReadings } from '#server/store/analyse-readings'
import { findDeviceToken, removeDevice, saveDeviceToken } from '#server/store/device-tokens'
import { loadSetting, saveSetting } from '#server/store/settings'
import { openDemoFolder } from './demo-folder'
import { feedRunwayUse } from './demo-runway-feed'
import { demoSetting } from './demo-setting'
import { TwinProcess } from './twin-process'
import { untilStopped } from './until-stopped'

const scenarios: Record<string, string> = { harbin: 'harbin-winter-evening', wuhan: 'wuhan-july-noon' }
const historyH = 24
const say = (text: string): void => void process.stderr.write(`${text}\n`)
const fixture = <T>(path: string): T => JSON.parse(readFileSync(join(packageRoot(), 'fixtures', `${path}.json`), 'utf8')) as T

/** Lets the twin post, also after a start that was cut off before this, or with a token file made anew. */
async function admitTwin(db: Database, token: string): Promise<void> {
  const name = 'digital twin'
  if (await findDeviceToken(db, token)) return
  await removeDevice(db, name)
  await saveDeviceToken(db, name, token, new Date())
}

/** A city is laid in two steps, as a real one is: its roads, then its plant. */
async function applyDemoPlant(db: Database, document: unknown, at: Date): Promise<void> {
  const read = readPlantFile(document)
  const answer = 'file' in read ? await applyPlantFile(db, read.file, { at, who: { actor: 'server', role: null, address: null }, registerMaps: registerMapSizes(loadRegisterMaps(null)) }) : null
  if (answer?.outcome !== 'applied') throw new Error(`the demo's plant file is faulty: ${JSON.stringify(answer ?? read)}`)
}

/** `npm run demo [harbin|wuhan] [--time-scale 60] [--port 8080] [--data-dir DIR] [--fault-port N] [--reset]` */
async function demo(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: {
    'time-scale': { type: 'string', default: '60' }, port: { type: 'string' }, 'data-dir': { type: 'string' }, 'fault-port': { type: 'string' }, reset: { type: 'boolean', default: false },
  } })
  const cityId = positionals[0] ?? 'harbin'
  const scenario = scenarios[cityId]
  if (!scenario) throw new Error(`no demo of "${cityId}"; there are: ${Object.keys(scenarios).join(', ')}`)
  const timeScale = Number(values['time-scale'])
  if (!(timeScale >= 1 && timeScale <= 3600)) throw new Error('--time-scale: expected a number from 1 to 3600')
  const port = values.port === undefined ? {} : { HEARTHWAY_PORT: values.port }
  const config = { ...readConfig({ HEARTHWAY_PUBLIC_READ: 'on', HEARTHWAY_LOG_LEVEL: 'warn', ...process.env, ...port }), operator: null, tls: null, databaseUrl: null }
  const folder = openDemoFolder(values['data-dir'] ?? `data/demo-${cityId}`, cityId, randomBytes(24).toString('base64url'), values.reset)

  say('Opening the embedded database ...')
  const db = await openDatabase({ dataDir: folder.database })
  await migrate(db)
  // Goes with every backup: production refuses a database whose readings are invented.
  await saveSetting(db, demoSetting, true)
  if (!(await loadSetting(db, 'city'))) {
    say('Laying the network ...')
    await seedNetwork(db, expandFixture(fixture<NetworkFixture>(`networks/${cityId}`)))
    await applyDemoPlant(db, fixture<unknown>(`plants/${cityId}`), new Date(fixture<{ start_at: string }>(`scenarios/${scenario}`).start_at))
  }
  await admitTwin(db, folder.deviceToken)
  await createDemoAccounts((await openIdentity({ db, secret: config.secret })).accounts)
  const stored = await loadSetting<{ site_at: string; history: boolean }>(db, 'site_clock')
  const startsAt = stored?.site_at ?? fixture<{ start_at: string }>(`scenarios/${scenario}`).start_at
  const clock = createSiteClock({ siteEpochMs: Date.parse(startsAt), wallEpochMs: Date.now(), timeScale })
  const saveClock = (history: boolean): Promise<void> => saveSetting(db, 'site_clock', { site_at: clock.now().toISOString(), history })

  const log = pino({ level: config.logLevel })
  const running = await startHearthway({ config: { ...config, auditHead: process.env['HEARTHWAY_AUDIT_HEAD'] || join(folder.database, 'audit-head.jsonl') }, db, log, clock, demo: true })
  const stopFeed = feedRunwayUse(running, expandFixture(fixture<NetworkFixture>(`networks/${cityId}`)), timeScale, (error) => log.warn({ err: error }, 'the demo\'s runway feed failed'))
  const needsHistory = stored?.history !== true
  let historyWritten = !needsHistory
  let settle = (): void => {}
  const twinSettled = new Promise<void>((resolve) => { settle = resolve })
  const twin = new TwinProcess({
    city: cityId, server: running.localUrl, deviceToken: folder.deviceToken, base: clock.base, stateFile: folder.twinState,
    backfillH: needsHistory ? historyH : 0, faultPort: values['fault-port'] === undefined ? null : Number(values['fault-port']),
  }, { onEvent: (event) => {
    if (event.event === 'controllers') {
      running.connectControllers(event.ports).catch((error: unknown) => say(`The controllers are not connected, commands stay unsent: ${(error as Error).message}`))
    } else if (event.event === 'backfill') process.stderr.write(`\rWriting ${historyH} h of history ... ${Math.round((100 * event.done) / Math.max(event.total, 1))} %`)
    else if (event.event === 'faults') say(`  fault switches: http://127.0.0.1:${event.port}`)
    else if (event.event === 'weather') running.connectWeather(`http://127.0.0.1:${event.port}/v1/forecast`)
    else if (event.event === 'ready') {
      historyWritten = true
      settle()
    }
  }, onOtherLine: (line) => say(`twin: ${line}`), onEnd: (why) => {
    say(`The digital twin ended by itself (${why}): its sensors fall silent, the map will show that.`)
    settle()
  } })
  twin.start()
  const saving = setInterval(() => void saveClock(historyWritten).catch(() => {}), 5000)
  const stopped = untilStopped(async () => {
    say('\nStopping ...')
    clearInterval(saving)
    stopFeed()
    // Together: the twin's controllers must not be missed by a control room that still reads them.
    await Promise.all([running.stop(), twin.stop()])
    await saveClock(historyWritten)
    await db.close()
  })
  if (needsHistory) {
    await twinSettled
    await analyseReadings(db)
    await saveClock(historyWritten)
    process.stderr.write('\n')
  }
  say(`\n  Hearthway 暖途  ${cityId}, site time ${startsAt} x${timeScale}\n  ${running.url}\n  sign in as: ${demoAccounts.map(({ name }) => name).join(', ')}; password of each: ${demoPassword}\n  Ctrl-C stops everything.\n`)
  await stopped
}

demo().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
