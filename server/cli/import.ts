import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import { migrate } from '#db/migrate'
import { readConfig, type Config } from '#server/config'
import { importGeoJson } from '#server/exchange/import-geojson'
import { ImportRefused } from '#server/exchange/import-refused'
import type { ImportReport } from '#server/exchange/import-report'
import { parseCommandLine } from './command-line'
import { isDemoFolder } from './demo-folder'

const usage = `usage: npm run import -- FILE.geojson [--piece-m 200] [--name NAME] [--attribution TEXT] [--report REPORT.json]
Takes a road network of lines (longitude, latitude) into the database that npm start would open.`

/**
 * `npm run import -- FILE.geojson`: a road network of lines into the database of this instance.
 * @returns exit code: 0 something was stored, 1 the file or the database cannot be used, 2 wrong arguments, 3 every feature was refused
 */
export async function run(argv: readonly string[], env: Record<string, string | undefined> = process.env, say: (text: string) => void = console.error): Promise<number> {
  let line: ReturnType<typeof parseCommandLine>
  try {
    line = parseCommandLine(argv, ['piece-m', 'name', 'attribution', 'report'], [])
  } catch (error) {
    say(`${(error as Error).message}\n${usage}`)
    return 2
  }
  const { positional, options } = line
  const [file] = positional
  const pieceM = Number(options.get('piece-m') ?? 200)
  if (!file || positional.length > 1 || !Number.isFinite(pieceM)) {
    say(usage)
    return 2
  }
  let db: Database | null = null
  try {
    const started = performance.now()
    db = await openTarget(readConfig(env))
    await migrate(db)
    const [name, attribution] = [options.get('name'), options.get('attribution')].map((value) => (typeof value === 'string' ? { value } : null))
    const report = await importGeoJson(db, {
      file, pieceM, now: new Date(), onProgress: say,
      ...(name ? { name: name.value } : {}), ...(attribution ? { attribution: attribution.value } : {}),
    })
    for (const text of reportLines(report)) say(text)
    say(`Done in ${((performance.now() - started) / 1000).toFixed(1)} s. A running server shows the new segments after its next start.`)
    const reportFile = options.get('report')
    if (typeof reportFile === 'string') writeFileSync(reportFile, `${JSON.stringify(report, null, 1)}\n`)
    return report.accepted.features > 0 ? 0 : 3
  } catch (error) {
    say(error instanceof ImportRefused ? `Nothing was imported. ${error.message}` : `Nothing was imported: ${(error as Error).message}`)
    return 1
  } finally {
    await db?.close()
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

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  run(process.argv.slice(2)).then((code) => { process.exitCode = code }, (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
