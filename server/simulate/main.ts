import { parseArgs } from 'node:util'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { storyOf } from '#server/control/testing/run-seed'
import { count, type Tally } from './run-range'
import { runAll, type Range } from './run-all'
import { failureLines, summaryLines } from './report-lines'

/**
 * `npm run simulate [-- --runs 10000 --seed N --threads 2 --progress]`: servers, line and device through as many stories, each of its own seed.
 * `--seed N` without `--runs` runs that one again; with it, the runs begin at that seed. Ends with 1 when a promise was broken.
 */
async function simulateMany(): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' }, threads: { type: 'string' }, progress: { type: 'boolean', default: process.stderr.isTTY === true } } })
  const number = (name: 'runs' | 'seed' | 'threads', otherwise: number, least: number): number => {
    const value = Number(values[name] ?? otherwise)
    if (!Number.isInteger(value) || value < least || value > 0x7fff_ffff) throw new Error(`--${name} ${values[name]}: expected a whole number from ${least} to ${0x7fff_ffff}`)
    return value
  }
  const runs = number('runs', values.seed === undefined ? 10_000 : 1, 1)
  const seed = number('seed', Date.now() % 1_000_000_000, 0)
  process.stderr.write(`seed ${seed}, ${runs} ${runs === 1 ? 'run' : 'runs'}\n`)
  const started = performance.now()
  const tell = (done: number): void => { if (values.progress) process.stderr.write(`\r${done} of ${runs}, ${((performance.now() - started) / 1000).toFixed(0)} s${done === runs ? '\n' : ''}`) }
  const tally = await runAll({ first: seed, runs }, number('threads', 2, 1), tell)
  if (runs === 1) process.stdout.write(`the story:\n${storyOf(seed).map((action) => `  ${JSON.stringify(action)}\n`).join('')}`)
  process.stdout.write(`${summaryLines(tally, (performance.now() - started) / 1000).join('\n')}\n`)
  if (tally.failed.length === 0) return
  process.exitCode = 1
  for (const line of await failureLines(tally.failed)) process.stdout.write(`${line}\n`)
}

if (isMainThread) {
  simulateMany().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  })
} else void count(workerData as Range, (done) => parentPort?.postMessage(done)).then((tally: Tally) => parentPort?.postMessage(tally))
