import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '#db/testing/free-port'
import { packageRoot } from '#server/package-root'
import { processTreeMemory, type ProcessMemory } from './process-memory'

/** npm itself and the shell it starts are no part of the demo. */
const isLauncher = ({ command }: ProcessMemory): boolean => /^(npm\b|sh -c|\/bin\/sh)/.test(command)

/** `servedS`: seconds from the command to the first page; `readyS`: to the address on screen, null unless it was waited for. */
export interface StartedDemo { url: string; servedS: number; readyS: number | null; memory(): ProcessMemory[]; stop(): Promise<void> }

/**
 * `npm run demo harbin` as a person types it, in a group of its own.
 * @param untilReady wait for the address on screen as well, after the first start's 24 h of history
 * @throws Error with what the demo said when it ended or was not there in time
 */
export async function startDemo(dataDir: string, untilReady: boolean): Promise<StartedDemo> {
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
    url: `http://127.0.0.1:${port}`, servedS, readyS,
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
