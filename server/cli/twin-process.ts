import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { SiteTimeBase } from '#domain/units/site-time'

export interface TwinOptions { city: string; server: string; deviceToken: string; base: SiteTimeBase; stateFile: string; backfillH: number; faultPort: number | null }
export type TwinEvent =
  | { event: 'controllers'; ports: Record<string, number> }
  | { event: 'backfill'; done: number; total: number }
  | { event: 'ready' }
  | { event: 'faults'; port: number }

/** The digital twin as the process it is. It ends when told to, and by itself when this process is gone (its standard input closes). */
export class TwinProcess {
  private child: ChildProcess | null = null
  private stopping = false

  constructor(private readonly options: TwinOptions, private readonly onEvent: (event: TwinEvent) => void, private readonly onExit: (code: number | null) => void) {}

  start(): void {
    const { city, server, deviceToken, base, stateFile, backfillH, faultPort } = this.options
    const entry = fileURLToPath(new URL('./twin.js', import.meta.url))
    this.child = spawn(process.execPath, [entry, '--city', city, '--server', server, '--site-epoch-ms', String(base.siteEpochMs), '--wall-epoch-ms', String(base.wallEpochMs),
      '--time-scale', String(base.timeScale), '--state-file', stateFile, '--backfill-h', String(backfillH), ...(faultPort === null ? [] : ['--fault-port', String(faultPort)])],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, HEARTHWAY_DEVICE_TOKEN: deviceToken } })
    createInterface({ input: this.child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      if (line.startsWith('{')) this.onEvent(JSON.parse(line) as TwinEvent)
    })
    this.child.once('exit', (code) => {
      if (!this.stopping) this.onExit(code)
    })
  }

  /** Asks it to save its state and end; insists after five seconds. */
  async stop(): Promise<void> {
    const child = this.child
    this.stopping = true
    if (!child || child.exitCode !== null) return
    await new Promise<void>((resolve) => {
      const insist = setTimeout(() => child.kill('SIGKILL'), 5000)
      child.once('exit', () => {
        clearTimeout(insist)
        resolve()
      })
      child.kill('SIGTERM')
    })
  }
}
