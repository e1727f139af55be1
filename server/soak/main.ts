import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageRoot } from '#server/package-root'
import { isClean } from './judge-soak'
import { runSoak } from './run-soak'

/** `npm run soak [-- --rounds 100 --seed WORD --json FILE]`: kill -9 of server, controller, database and broker at random instants. Ends with 1 when anything was lost or done twice. */
async function soak(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '100' }, seed: { type: 'string' }, json: { type: 'string' } } })
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds}: expected a whole number above 0`)
  const seed = values.seed ?? Date.now().toString(36)
  process.stderr.write(`seed ${seed}\n`)
  const report = await runSoak({ rounds, seed, launch: [join(packageRoot(), 'dist', 'server', 'start.js')], tell: (words) => void process.stderr.write(`${words}\n`) })
  const text = `${JSON.stringify({ seed, ...report }, null, 2)}\n`
  if (values.json) writeFileSync(values.json, text)
  process.stdout.write(text)
  if (!isClean(report)) process.exitCode = 1
}

soak().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(2)
})
