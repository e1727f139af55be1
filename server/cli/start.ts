import { pino } from 'pino'
import { openDatabase, serverPatienceMs } from '#db/connect'
import { migrate } from '#db/migrate'
import { readConfig } from '#server/config'
import { startHearthway } from '#server/main'
import { realSiteClock } from '#server/site-clock'
import { isDemoFolder } from './demo-folder'
import { isDemoDatabase } from './demo-setting'
import { untilStopped } from './until-stopped'

/** `npm start`: production, in real time, without a twin. */
async function start(): Promise<void> {
  const config = readConfig(process.env)
  if (config.databaseUrl === null && isDemoFolder(config.dataDir)) {
    throw new Error(`${config.dataDir} belongs to a demo: its readings are invented. Set HEARTHWAY_DATA_DIR to another folder, or HEARTHWAY_DATABASE_URL.`)
  }
  const log = pino({ level: config.logLevel })
  const db = await openDatabase(config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl, patienceMs: serverPatienceMs })
  if (db.engine === 'embedded') log.warn({ dataDir: config.dataDir }, 'embedded engine: safe against a crash of the process, NOT against a power cut; set HEARTHWAY_DATABASE_URL for PostgreSQL + PostGIS')
  await migrate(db)
  if (await isDemoDatabase(db)) {
    await db.close()
    throw new Error('This database holds a demo (or was restored from a demo\'s backup): its readings are invented. Use another one: HEARTHWAY_DATA_DIR or HEARTHWAY_DATABASE_URL.')
  }
  const running = await startHearthway({ config, db, log, clock: realSiteClock(), demo: false })
  log.info({ url: running.url }, 'Hearthway is serving')
  await untilStopped(async () => {
    await running.stop()
    await db.close()
  })
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
