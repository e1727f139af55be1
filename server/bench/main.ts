import { writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { auditBench } from './audit.bench'
import type { Bench, BenchResult } from './bench'
import { benchTable } from './bench-table'
import { commandsBench } from './commands.bench'
import { consoleBench } from './console.bench'
import { forecastBench } from './forecast.bench'
import { ingestBench } from './ingest.bench'
import { liveStreamBench } from './live-stream.bench'
import { nowcastBench } from './nowcast.bench'
import { panBench } from './pan.bench'
import { ribbonBench } from './ribbon.bench'
import { screenLatencyBench } from './screen-latency.bench'
import { startUpBench } from './start-up.bench'
import { zoneQueryBench } from './zone-query.bench'

const benches: Bench[] = [ingestBench, screenLatencyBench, ribbonBench, panBench, consoleBench, zoneQueryBench, forecastBench, nowcastBench, commandsBench, auditBench, liveStreamBench, startUpBench]
const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** `npm run bench [-- NAME ...] [--json FILE]`: progress and a table on stderr, one JSON document on stdout. Ends with 1 when an aim is missed or a bench fails. */
async function bench(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } })
  const unknown = positionals.filter((name) => !benches.some((one) => one.name === name))
  if (unknown.length > 0) throw new Error(`no bench "${unknown.join('", "')}"; there are: ${benches.map((one) => one.name).join(', ')}`)
  const wanted = positionals.length > 0 ? benches.filter((one) => positionals.includes(one.name)) : benches
  const startedAt = new Date().toISOString()
  // Of the minute before: what else the machine had to do.
  const [loadBefore = 0] = loadavg()
  const results: BenchResult[] = []
  for (const one of wanted) {
    say(`\n${one.name}`)
    results.push(await one.run({ tell: (text) => say(`  ${text}`) }).catch((error: unknown): BenchResult => ({
      name: one.name, how: '', figures: {}, ratios: {}, aims: {}, met: false, notes: [`failed: ${error instanceof Error ? error.message : String(error)}`],
    })))
  }
  const document = JSON.stringify({
    started_at: startedAt, machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memory_mb: Math.round(totalmem() / 2 ** 20), load_before: Number(loadBefore.toFixed(1)), node: process.versions.node, platform: `${process.platform} ${process.arch}` }, benches: results,
  }, null, 2)
  say(`\n${benchTable(results)}`)
  if (values.json) writeFileSync(values.json, `${document}\n`)
  process.stdout.write(`${document}\n`)
  if (results.some((result) => result.met === false)) process.exitCode = 1
}

bench().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(2)
})
