import { readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import { migrate } from '#db/migrate'
import { exportPlant } from '#domain/network/export-plant'
import type { PlantFile } from '#domain/network/plant-file'
import type { RegisterMapSize } from '#domain/network/resolve-plant'
import { plantFileSchema } from '#domain/wire/plant-file'
import { readConfig } from '#server/config'
import { loadRegisterMaps } from '#server/drivers/load-register-maps'
import { registerMapSizes } from '#server/drivers/register-map-sizes'
import { applyPlantFile, planPlantFile } from '#server/exchange/apply-plant'
import { plantFileText } from '#server/exchange/plant-file-text'
import { readPlantFile } from '#server/exchange/read-plant-file'
import { loadPlantState } from '#server/store/plant'
import { loadPlantVersion, loadPlantVersions } from '#server/store/plant-versions'
import { appliedLines, planLines, problemLines } from './plant-lines'
import { userPath } from './user-path'

const usage = `usage: npm run plant -- plan FILE [--language zh|en]    what FILE would change; changes nothing
       npm run plant -- apply FILE [--base N] [--reason TEXT]  make it so: all of it or nothing (--base: refused unless version N stands)
       npm run plant -- export                          the plant that stands, as such a file
       npm run plant -- history                         versions, the newest first
       npm run plant -- rollback N [--reason TEXT]       apply the file of version N again
       npm run plant -- schema                          JSON schema of the file
The format is described in docs/plant.md.`

type Language = 'zh' | 'en'
/** Why nothing was done; its message is for people. */
class Refused extends Error {}

interface Context { db: Database; maps: readonly RegisterMapSize[]; language: Language; base: number | undefined; reason: string | null; print(text: string): void; argument: string | undefined; env: Record<string, string | undefined> }

const commands: Record<string, { argument: boolean; run(context: Context): Promise<void> }> = {
  plan: { argument: true, async run({ db, maps, language, print, argument, env }) {
    const { plan, baseVersion } = await planPlantFile(db, fileAt(userPath(argument!, env), language), maps)
    for (const line of planLines(plan, language)) print(line)
    if (plan.problems.length > 0) throw new Refused('Nothing can be applied before these are mended.')
    print(`Planned against version ${baseVersion}: npm run plant -- apply FILE --base ${baseVersion}`)
  } },
  apply: { argument: true, run: (context) => apply(context, fileAt(userPath(context.argument!, context.env), context.language)) },
  rollback: { argument: true, async run(context) {
    const number = Number(context.argument)
    const version = Number.isInteger(number) && number > 0 ? await loadPlantVersion(context.db, number) : null
    if (!version) throw new Refused(`There is no version ${context.argument}: npm run plant -- history lists them.`)
    await apply(context, version.file)
  } },
  export: { argument: false, async run({ db, print }) { print(plantFileText(exportPlant(await loadPlantState(db))).trimEnd()) } },
  history: { argument: false, async run({ db, print }) {
    const versions = await loadPlantVersions(db)
    if (versions.length === 0) print('No plant file was applied yet.')
    for (const { number, appliedAt, actor, reason, sha256 } of versions) print(`${String(number).padStart(4)}  ${appliedAt.toISOString()}  ${actor}  ${sha256.slice(0, 12)}${reason === null ? '' : `  ${reason}`}`)
  } },
}

async function apply({ db, maps, language, base, reason, print }: Context, file: PlantFile): Promise<void> {
  const answer = await applyPlantFile(db, file, { at: new Date(), who: { actor: `cli:${userInfo().username}`, role: null, address: null }, registerMaps: maps, baseVersion: base, reason })
  if (answer.outcome === 'conflict') throw new Refused(`Version ${answer.version} stands by now, not ${base}: plan again.`)
  if (answer.outcome === 'refused') throw new Refused([...problemLines(answer.plan.problems, language), 'Nothing was changed.'].join('\n'))
  for (const line of appliedLines(answer, language)) print(line)
}

function fileAt(path: string, language: Language): PlantFile {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new Refused(`There is no file ${path}.`)
  let document: unknown
  try {
    document = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Refused(`${path} is not JSON: ${(error as Error).message}`)
  }
  const read = readPlantFile(document)
  if ('problems' in read) throw new Refused([...problemLines(read.problems, language), 'Nothing was changed.'].join('\n'))
  return read.file
}

/**
 * `npm run plant -- COMMAND`: the plant of this instance as one file.
 * @returns exit code: 0 done, 1 refused or failed, 2 wrong arguments
 */
export async function run(argv: readonly string[], env: Record<string, string | undefined> = process.env, print: (text: string) => void = console.log, say: (text: string) => void = console.error): Promise<number> {
  const { positionals: [name = '', argument, ...more], values } = parsed(argv)
  if (name === 'schema') {
    print(JSON.stringify(plantFileSchema(), null, 1))
    return 0
  }
  const command = commands[name]
  const base = values.base === undefined ? undefined : Number(values.base)
  if (!command || more.length > 0 || (argument !== undefined) !== command.argument || !['zh', 'en'].includes(values.language) || (base !== undefined && !(Number.isInteger(base) && base >= 0))) {
    say(usage)
    return 2
  }
  let db: Database | null = null
  try {
    const config = readConfig(env)
    db = await openDatabase(config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl }).catch((error: Error) => {
      if (config.databaseUrl === null && /in use|lock/i.test(error.message)) throw new Refused(`The embedded database takes one process at a time: stop the server first, or ask it (POST /api/plant/plan, /api/plant/apply). (${error.message})`)
      throw error
    })
    await migrate(db)
    await command.run({ db, maps: registerMapSizes(loadRegisterMaps(config.registerMaps)), language: values.language as Language, base, reason: values.reason?.trim() || null, print, argument, env })
    return 0
  } catch (error) {
    say((error as Error).message)
    return 1
  } finally {
    await db?.close()
  }
}

function parsed(argv: readonly string[]): { positionals: string[]; values: { language: string; base?: string; reason?: string } } {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options: { language: { type: 'string', default: 'en' }, base: { type: 'string' }, reason: { type: 'string' } } })
  } catch {
    return { positionals: [], values: { language: 'en' } }
  }
}

if (/[\\/]plant\.(js|ts)$/.test(process.argv[1] ?? '')) process.exitCode = await run(process.argv.slice(2))
