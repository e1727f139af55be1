import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import { migrate } from '#db/migrate'
import { readConfig, type Config } from '#server/config'
import { parseJson } from '#server/exchange/geojson-features'
import { readGeoJsonText } from '#server/exchange/geojson-text'
import { readImport, storeImport, type ImportOptions } from '#server/exchange/import-geojson'
import { isNetworkFile, readNetworkFile, storeNetwork, type NetworkReport } from '#server/exchange/import-network'
import { ImportRefused } from '#server/exchange/import-refused'
import type { ImportReport } from '#server/exchange/import-report'
import { isDemoFolder } from './demo-folder'
import { isDemoDatabase } from './demo-setting'
import { networkReportLines, reportLines } from './import-report-lines'
import { localActor } from './local-actor'
import { userPath } from './user-path'

const usage = `usage: npm run import -- FILE.geojson [--piece-m 200] [--name NAME] [--attribution TEXT] [--city-name NAME] [--time-zone Area/City] [--report REPORT.json]
       npm run import -- CITY.json [--report REPORT.json]
FILE.geojson: a road network of lines (longitude, latitude), added to the database that npm start would open.
CITY.json: a whole city with its stations, controllers and loops, into an empty database; its format is in fixtures/README.md.`

/**
 * `npm run import -- FILE`: a road network of lines, or a whole city, into the database of this instance.
 * @returns exit code: 0 something was stored, 1 the file or the database cannot be used, 2 wrong arguments, 3 every feature was refused
 */
export async function run(argv: readonly string[], env: Record<string, string | undefined> = process.env, say: (text: string) => void = console.error): Promise<number> {
  const asked = parse(argv)
  if ('fault' in asked) {
    say(asked.fault)
    return 2
  }
  const { file: name, report: reportFile, ...options } = asked
  const file = userPath(name, env)
  const now = new Date()
  let db: Database | null = null
  try {
    const started = performance.now()
    const document = await readDocument(file, say)
    let done: { report: ImportReport | NetworkReport; lines: string[]; code: number }
    if (isNetworkFile(document)) {
      const given = Object.keys(options)
      if (given.length > 0) throw new ImportRefused(`a city file says all of itself: leave out ${given.map((option) => `--${option}`).join(', ')}`)
      const ready = readNetworkFile(document, file)
      db = await openTarget(readConfig(env))
      const report = await storeNetwork(db, ready, { file, now, actor: localActor() })
      done = { report, lines: networkReportLines(report), code: 0 }
    } else {
      const ready = await readImport({ file, document, now, actor: localActor(), onProgress: say, ...readOptions(options) })
      db = await openTarget(readConfig(env))
      const report = await storeImport(db, ready)
      done = { report, lines: reportLines(report), code: report.accepted.features > 0 ? 0 : 3 }
    }
    for (const text of done.lines) say(text)
    say(`Done in ${((performance.now() - started) / 1000).toFixed(1)} s. A running server shows the new segments within seconds.`)
    if (reportFile) writeFileSync(userPath(reportFile, env), `${JSON.stringify(done.report, null, 1)}\n`)
    return done.code
  } catch (error) {
    say(error instanceof ImportRefused ? `Nothing was imported. ${error.message}` : `Nothing was imported: ${(error as Error).message}`)
    return 1
  } finally {
    await db?.close()
  }
}

async function readDocument(file: string, say: (text: string) => void): Promise<unknown> {
  say(`reading ${file}`)
  return parseJson(await readGeoJsonText(file), file)
}

type Texts = Partial<Record<'name' | 'attribution' | 'city-name' | 'time-zone' | 'piece-m', string>>
type Asked = Texts & { file: string; report?: string }

const readOptions = ({ 'piece-m': pieceM = '200', 'city-name': cityName, 'time-zone': timeZone, ...rest }: Texts): Pick<ImportOptions, 'pieceM' | 'name' | 'attribution' | 'cityName' | 'timeZone'> =>
  ({ ...rest, pieceM: Number(pieceM), ...(cityName === undefined ? {} : { cityName }), ...(timeZone === undefined ? {} : { timeZone }) })

function parse(argv: readonly string[]): Asked | { fault: string } {
  try {
    const text = { type: 'string' } as const
    const { positionals, values } = parseArgs({
      args: [...argv], allowPositionals: true,
      options: { 'piece-m': text, name: text, attribution: text, 'city-name': text, 'time-zone': text, report: text },
    })
    const [file, ...more] = positionals
    return !file || more.length > 0 ? { fault: usage } : { file, ...values }
  } catch (error) {
    return { fault: `${(error as Error).message}\n${usage}` }
  }
}

/** The database of this instance, migrated. @throws ImportRefused when it is a demo's or in use */
async function openTarget(config: Config): Promise<Database> {
  if (config.databaseUrl === null && isDemoFolder(config.dataDir)) throw new ImportRefused(`${config.dataDir} belongs to a demo: its readings are invented. Set HEARTHWAY_DATA_DIR to another folder, or HEARTHWAY_DATABASE_URL.`)
  const db = await openDatabase(config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl }).catch((error: Error) => {
    if (config.databaseUrl === null && /in use|lock/i.test(error.message)) throw new ImportRefused(`Stop the server first: the embedded database takes one process at a time. (${error.message})`)
    throw error
  })
  try {
    await migrate(db)
    if (await isDemoDatabase(db)) throw new ImportRefused('this database holds a demo, or was restored from the backup of one: its readings are invented. Use another one: HEARTHWAY_DATA_DIR or HEARTHWAY_DATABASE_URL.')
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}

if (/[\\/]import\.(js|ts)$/.test(process.argv[1] ?? '')) process.exitCode = await run(process.argv.slice(2))
