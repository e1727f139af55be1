import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageRoot } from '#server/package-root'
import { isClean } from './judge-soak'
import { cutKinds, isWhole, runPartition, type CutKind } from './run-partition'
import { runSoak } from './run-soak'

/**
 * `npm run soak [-- --rounds 100 --seed WORD --json FILE]`: kill -9 of server, controller, database and broker at random instants.
 * `npm run soak -- partition [--rounds 20 ...]`: two servers, with lines between them, the database and the controllers cut and mended.
 * Ends with 1 when anything was lost or done twice, or two servers sent at once.
 */
async function soak(): Promise<void> {
  const { values, positionals: [what = 'kills', ...more] } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string' }, seed: { type: 'string' }, json: { type: 'string' } } })
  if (!['kills', 'partition'].includes(what) || more.length > 0) throw new Error(`soak ${[what, ...more].join(' ')}: expected nothing, or "partition"`)
  const rounds = Number(values.rounds ?? (what === 'kills' ? 100 : 20))
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds}: expected a whole number above 0`)
  const seed = values.seed ?? Date.now().toString(36)
  process.stderr.write(`seed ${seed}\n`)
  const options = { seed, launch: [join(packageRoot(), 'dist', 'server', 'start.js')], tell: (words: string) => void process.stderr.write(`${words}\n`) }
  const report = what === 'kills' ? await runSoak({ ...options, rounds }) : await runPartition({ ...options, lingerMs: 12_000, kinds: Array.from({ length: rounds }, (_, i) => cutKinds[i % cutKinds.length] as CutKind) })
  const text = `${JSON.stringify({ seed, ...report }, null, 2)}\n`
  if (values.json) writeFileSync(values.json, text)
  process.stdout.write(text)
  if (!isClean(report) || ('strangers' in report && !isWhole(report))) process.exitCode = 1
}

soak().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(2)
})
