import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import { migrate } from '#db/migrate'
import type { KnownLine } from '#domain/geo/judge-placement'
import { readConfig, type Config } from '#server/config'
import { parseJson } from '#server/exchange/geojson-features'
import { decodeUtf8 } from '#server/exchange/geojson-text'
import { readImport, storeImport, type ImportOptions } from '#server/exchange/import-file'
import { acceptableAs, type AcceptAs } from '#server/exchange/import-findings'
import { isNetworkFile, readNetworkFile, storeNetwork, type NetworkReport } from '#server/exchange/import-network'
import { ImportRefused } from '#server/exchange/import-refused'
import type { ImportReport } from '#server/exchange/import-report'
import { loadPlantGround } from '#server/exchange/store-stations'
import { loadNetworkLines } from '#server/store/network-lines'
import { isDemoFolder } from './demo-folder'
import { isDemoDatabase } from './demo-setting'
import { networkReportLines, reportLines } from './import-report-lines'
import { listImports, undoImportById } from './import-undo'
import { localActor } from './local-actor'
import { userPath } from './user-path'

const usage = `usage: npm run import -- FILE [--piece-m 200] [--name NAME] [--crs EPSG:4547] [--encoding GB18030] [--layer NAME] [--accept-as gcj02|bd09|swapped|as-is]
                               [--attribution TEXT] [--city-name NAME] [--time-zone Area/City] [--report REPORT.json]
       npm run import -- CITY.json [--report REPORT.json]
       npm run import -- list
       npm run import -- undo ID
FILE: a road network of lines, added to the database that npm start would open: GeoJSON, GeoJSON lines, Shapefile (zip, or .shp beside its parts), GeoPackage,
FlatGeobuf or OpenStreetMap PBF; or measuring stations, one a row of a CSV (docs/import.md). Its reference system and encoding are found in the file and said; --crs and --encoding overrule it.
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
  if (asked.verb) return withDatabase(asked, env, say)
  const { file: name, report: reportFile, ...options } = asked
  const file = userPath(name, env)
  const now = new Date()
  let db: Database | null = null
  try {
    const started = performance.now()
    let done: { report: ImportReport | NetworkReport; lines: string[]; code: number }
    const document = cityDocument(file)
    if (document !== null) {
      const given = Object.keys(options)
      if (given.length > 0) throw new ImportRefused(`a city file says all of itself: leave out ${given.map((option) => `--${option}`).join(', ')}`)
      const ready = readNetworkFile(document, file)
      db = await openTarget(readConfig(env))
      const report = await storeNetwork(db, ready, { file, now, actor: localActor() })
      done = { report, lines: networkReportLines(report), code: 0 }
    } else {
      const standing = async (): Promise<KnownLine[]> => loadNetworkLines(db = await openTarget(readConfig(env)))
      const ready = await readImport({ file, now, by: { actor: localActor(), role: null, address: null }, onProgress: say, standing, ground: () => loadPlantGround(db!), ...readOptions(options) })
      const report = await storeImport(db!, ready)
      done = { report, lines: reportLines(report), code: report.accepted.features > 0 ? 0 : 3 }
    }
    for (const text of done.lines) say(text)
    say(done.code === 3 ? 'Nothing was stored: no feature could be taken.' : `Done in ${((performance.now() - started) / 1000).toFixed(1)} s. A running server shows the new segments within seconds.`)
    if (reportFile) writeFileSync(userPath(reportFile, env), `${JSON.stringify(done.report, null, 1)}\n`)
    return done.code
  } catch (error) {
    say(error instanceof ImportRefused ? `Nothing was imported. ${error.message}` : `Nothing was imported: ${(error as Error).message}`)
    return 1
  } finally {
    await db?.close()
  }
}

/** `list` and `undo ID`. */
async function withDatabase({ verb, file }: { file: string; verb: 'list' | 'undo' }, env: Record<string, string | undefined>, say: (text: string) => void): Promise<number> {
  let db: Database | null = null
  try {
    db = await openTarget(readConfig(env))
    for (const line of verb === 'list' ? await listImports(db) : [await undoImportById(db, file, new Date())]) say(line)
    return 0
  } catch (error) {
    say(`Nothing was changed. ${(error as Error).message}`)
    return 1
  } finally {
    await db?.close()
  }
}

/** Bytes in which a city file says that it is one; roads may be as large as they like. */
const headBytes = 64 * 1024
const maxCityMiB = 128

/** The document of a city file; null when the file is anything else. @throws ImportRefused when it is one and no JSON */
function cityDocument(file: string): unknown {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found?.isFile() || found.size > maxCityMiB * 2 ** 20) return null
  const handle = openSync(file, 'r')
  const head = Buffer.alloc(headBytes)
  try {
    if (!/"format"\s*:\s*"hearthway-network/.test(head.toString('latin1', 0, readSync(handle, head, 0, headBytes, 0)))) return null
  } finally {
    closeSync(handle)
  }
  const document = parseJson(decodeUtf8(readFileSync(file), file), file)
  return isNetworkFile(document) ? document : null
}

type Texts = Partial<Record<'name' | 'attribution' | 'city-name' | 'time-zone' | 'piece-m' | 'crs' | 'encoding' | 'layer' | 'accept-as', string>>
type Asked = (Texts & { file: string; verb?: undefined; report?: string }) | { file: string; verb: 'list' | 'undo' }

function readOptions({ 'piece-m': pieceM = '200', 'city-name': cityName, 'time-zone': timeZone, 'accept-as': acceptAs, ...rest }: Texts): Partial<ImportOptions> & { pieceM: number } {
  return { ...rest, pieceM: Number(pieceM), ...(cityName === undefined ? {} : { cityName }), ...(timeZone === undefined ? {} : { timeZone }), ...(acceptAs === undefined ? {} : { acceptAs: acceptedAs(acceptAs) }) }
}

function acceptedAs(text: string): AcceptAs[] {
  return text.split(',').map((word) => {
    const known = acceptableAs.find((one) => one === word.trim())
    if (!known) throw new ImportRefused(`--accept-as ${word}: expected ${acceptableAs.join(', ')}, or several with commas`)
    return known
  })
}

function parse(argv: readonly string[]): Asked | { fault: string } {
  try {
    const text = { type: 'string' } as const
    const { positionals, values } = parseArgs({
      args: [...argv], allowPositionals: true,
      options: { 'piece-m': text, name: text, attribution: text, 'city-name': text, 'time-zone': text, report: text, crs: text, encoding: text, layer: text, 'accept-as': text },
    })
    const [file, ...more] = positionals
    if (file === 'list' && more.length === 0) return { verb: 'list', file }
    if (file === 'undo' && more.length === 1) return { verb: 'undo', file: more[0]! }
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
