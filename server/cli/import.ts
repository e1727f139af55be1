import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import { migrate } from '#db/migrate'
import { readConfig, type Config } from '#server/config'
import { readImport, storeImport } from '#server/exchange/import-geojson'
import { ImportRefused } from '#server/exchange/import-refused'
import type { ImportReport } from '#server/exchange/import-report'
import { isDemoFolder } from './demo-folder'
import { isDemoDatabase } from './demo-setting'
import { userPath } from './user-path'

const usage = `usage: npm run import -- FILE.geojson [--piece-m 200] [--name NAME] [--attribution TEXT] [--report REPORT.json]
Takes a road network of lines (longitude, latitude) into the database that npm start would open.`

/**
 * `npm run import -- FILE.geojson`: a road network of lines into the database of this instance.
 * @returns exit code: 0 something was stored, 1 the file or the database cannot be used, 2 wrong arguments, 3 every feature was refused
 */
export async function run(argv: readonly string[], env: Record<string, string | undefined> = process.env, say: (text: string) => void = console.error): Promise<number> {
  const asked = parse(argv)
  if ('fault' in asked) {
    say(asked.fault)
    return 2
  }
  const { pieceM, name, attribution, report: reportFile } = asked
  const file = userPath(asked.file, env)
  let db: Database | null = null
  try {
    const started = performance.now()
    const ready = await readImport({ file, pieceM, now: new Date(), onProgress: say, ...(name ? { name } : {}), ...(attribution ? { attribution } : {}) })
    db = await openTarget(readConfig(env))
    await migrate(db)
    if (await isDemoDatabase(db)) throw new ImportRefused('this database holds a demo, or was restored from the backup of one: its readings are invented. Use another one: HEARTHWAY_DATA_DIR or HEARTHWAY_DATABASE_URL.')
    await storeImport(db, ready)
    const { report } = ready
    for (const text of reportLines(report)) say(text)
    say(`Done in ${((performance.now() - started) / 1000).toFixed(1)} s. A running server shows the new segments within seconds.`)
    if (reportFile) writeFileSync(userPath(reportFile, env), `${JSON.stringify(report, null, 1)}\n`)
    return report.accepted.features > 0 ? 0 : 3
  } catch (error) {
    say(error instanceof ImportRefused ? `Nothing was imported. ${error.message}` : `Nothing was imported: ${(error as Error).message}`)
    return 1
  } finally {
    await db?.close()
  }
}

interface Asked { file: string; pieceM: number; name?: string; attribution?: string; report?: string }

function parse(argv: readonly string[]): Asked | { fault: string } {
  try {
    const { positionals, values } = parseArgs({
      args: [...argv], allowPositionals: true,
      options: { 'piece-m': { type: 'string', default: '200' }, name: { type: 'string' }, attribution: { type: 'string' }, report: { type: 'string' } },
    })
    const { 'piece-m': pieceM, ...texts } = values
    const [file, ...more] = positionals
    return !file || more.length > 0 ? { fault: usage } : { file, pieceM: Number(pieceM), ...texts }
  } catch (error) {
    return { fault: `${(error as Error).message}\n${usage}` }
  }
}

async function openTarget(config: Config): Promise<Database> {
  if (config.databaseUrl !== null) return openDatabase({ url: config.databaseUrl })
  if (isDemoFolder(config.dataDir)) throw new ImportRefused(`${config.dataDir} belongs to a demo: its readings are invented. Set HEARTHWAY_DATA_DIR to another folder, or HEARTHWAY_DATABASE_URL.`)
  try {
    return await openDatabase({ dataDir: config.dataDir })
  } catch (error) {
    const { message } = error as Error
    if (/in use|lock/i.test(message)) throw new ImportRefused(`Stop the server first: the embedded database takes one process at a time. (${message})`)
    throw error
  }
}

/** The report in words, most frequent refusal first. */
export function reportLines({ accepted, refused, assumed, warnings, features, name, piece_m }: ImportReport): string[] {
  const lines = [
    `Import "${name}": ${features} features read.`,
    `  stored   ${accepted.features} features as ${accepted.segments} segments of at most ${piece_m} m, ${(accepted.length_m / 1000).toFixed(1)} km in ${accepted.assets} assets`,
  ]
  if (accepted.readings > 0) {
    const dated = accepted.readings_dated_by_import
    lines.push(`  readings ${accepted.readings} surface temperatures${dated > 0 ? `; ${dated} came without measured_at and carry the instant of this import` : ''}`)
  }
  lines.push(`  refused  ${refused.features} features`)
  for (const { words, count, examples } of refused.by_reason) {
    lines.push(`    ${String(count).padStart(6)}  ${words}`)
    const shown = examples.map((one) => `#${one.index}${one.id ? ` (${one.id})` : ''}${one.position ? ` at ${one.position.map((value) => Number(value.toFixed(5))).join(', ')}` : ''}: ${one.detail}`)
    lines.push(`            for example ${shown.join('; ')}`)
  }
  const defaults = Object.entries(assumed).sort(([, a], [, b]) => b - a)
  if (defaults.length > 0) lines.push(`  assumed  ${defaults.map(([field, count]) => `${field} on ${count}`).join(', ')} segments (stated defaults, marked as such)`)
  if (warnings.length > 0) {
    lines.push(`  unread   ${warnings.length} column values, the default was taken:`)
    for (const { index, id, field, reason } of warnings.slice(0, 5)) lines.push(`            #${index}${id ? ` (${id})` : ''} ${field}: ${reason}`)
  }
  return lines
}

if (/[\\/]import\.(js|ts)$/.test(process.argv[1] ?? '')) process.exitCode = await run(process.argv.slice(2))
