import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '#db/testing/free-port'
import { packageRoot } from '#server/package-root'
import { atMost, benchResult, type Bench } from './bench'
import { processTreeMemory, type ProcessMemory } from './process-memory'
import { median, rounded } from './percentile'

const secondStarts = 3
const settleS = 60
/** npm itself and the shell it starts are no part of the demo. */
const isLauncher = ({ command }: ProcessMemory): boolean => /^(npm\b|sh -c|\/bin\/sh)/.test(command)

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

interface StartedDemo { servedS: number; readyS: number | null; memory(): ProcessMemory[]; stop(): Promise<void> }

async function startDemo(dataDir: string, untilReady: boolean): Promise<StartedDemo> {
  const port = await freePort()
  const began = performance.now()
  // A group of its own, so that Ctrl-C can be given to all of it as a terminal does.
  const child = spawn('npm', ['run', '--silent', 'demo', '--', 'harbin', '--data-dir', dataDir, '--port', String(port)], { cwd: packageRoot(), detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const onExit = (): void => interrupt(child, 'SIGKILL')
  process.once('exit', onExit)
  let said = ''
  const listen = (chunk: Buffer): void => void (said += chunk.toString())
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const secondsUntil = async (come: () => Promise<boolean> | boolean, patienceS: number): Promise<number> => {
    for (;;) {
      if (await come()) return (performance.now() - began) / 1000
      if (child.exitCode !== null || (performance.now() - began) / 1000 > patienceS) {
        interrupt(child, 'SIGKILL')
        throw new Error(`the demo did not come up: ${said.slice(-600)}`)
      }
      await wait(20)
    }
  }
  const servedS = await secondsUntil(() => fetch(`http://127.0.0.1:${port}/`).then(async (answer) => answer.ok && (await answer.text()).includes('<script'), () => false), 300)
  const readyS = untilReady ? await secondsUntil(() => said.includes(`:${port}/`), 600) : null
  return {
    servedS, readyS,
    memory: () => processTreeMemory(child.pid as number).filter((one) => !isLauncher(one)),
    async stop() {
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      interrupt(child, 'SIGINT')
      const insist = setTimeout(() => interrupt(child, 'SIGKILL'), 30_000)
      await gone
      clearTimeout(insist)
      process.off('exit', onExit)
    },
  }
}

function interrupt(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-(child.pid as number), signal)
  } catch {
    // The group is gone already.
  }
}
