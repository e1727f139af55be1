import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { atMost, benchResult, type Bench } from './bench'
import type { ProcessMemory } from './process-memory'
import { median, rounded } from './percentile'
import { startDemo } from './start-demo'

const secondStarts = 3
const settleS = 60

/** `npm run demo` as a person types it: the first start on an empty folder, later starts with data, and the memory it settles at. */
export const startUpBench: Bench = {
  name: 'start-up',
  async run({ tell }) {
    const folder = await mkdtemp(join(tmpdir(), 'hearthway-bench-demo-'))
    try {
      const first = await startDemo(join(folder, 'demo'), true)
      tell(`first start: page after ${first.servedS.toFixed(1)} s, ready with its history after ${first.readyS?.toFixed(1)} s`)
      await wait(settleS * 1000)
      const memoryFirst = first.memory()
      await first.stop()
      const served: number[] = []
      let memorySecond: ProcessMemory[] = []
      for (let start = 1; start <= secondStarts; start++) {
        const again = await startDemo(join(folder, 'demo'), false)
        served.push(again.servedS)
        tell(`start ${start + 1}: page after ${again.servedS.toFixed(1)} s`)
        if (start === secondStarts) {
          await wait(settleS * 1000)
          memorySecond = again.memory()
        } else await wait(2000)
        await again.stop()
      }
      for (const one of [...memoryFirst, ...memorySecond]) tell(`${Math.round(one.rssMb)} MB (Pss ${one.pssMb === null ? '?' : Math.round(one.pssMb)}) ${one.command.slice(0, 100)}`)
      const worst = Math.max(rss(memoryFirst), rss(memorySecond))
      const secondS = rounded(median(served))
      return benchResult({
        name: 'start-up',
        how: `npm run demo in a new folder, everything built and the engine's template cached or not as found: seconds from the command to the first 200 of GET /, and (first start) to the address on screen after 24 h of history; then ${secondStarts} starts with that `
          + `data, median. Memory ${settleS} s later: resident sizes of server (with its database worker) and twin added up, shared pages counted twice; Pss counts them once. The aim is held against the larger of first and later start.`,
        figures: {
          first_start_to_page_s: rounded(first.servedS), first_start_to_ready_s: first.readyS === null ? null : rounded(first.readyS), second_start_to_page_s: secondS,
          memory_first_start_rss_mb: rounded(rss(memoryFirst)), memory_first_start_pss_mb: pss(memoryFirst), memory_second_start_rss_mb: rounded(rss(memorySecond)), memory_second_start_pss_mb: pss(memorySecond),
          memory_server_rss_mb: rounded(rss(memorySecond.filter((one) => !one.command.includes('twin.js')))), memory_twin_rss_mb: rounded(rss(memorySecond.filter((one) => one.command.includes('twin.js')))),
          memory_rss_mb: rounded(worst),
        },
        ratios: {}, aims: { second_start_to_page_s: atMost(5, secondS), memory_rss_mb: atMost(1200, rounded(worst)) }, notes: [],
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

const rss = (processes: readonly ProcessMemory[]): number => processes.reduce((sum, one) => sum + one.rssMb, 0)
const pss = (processes: readonly ProcessMemory[]): number | null => (processes.some((one) => one.pssMb === null) ? null : rounded(processes.reduce((sum, one) => sum + (one.pssMb ?? 0), 0)))
