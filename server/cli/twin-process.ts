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
  | { event: 'weather'; port: number }

/** What the twin tells its parent. */
export interface TwinListener {
  onEvent(event: TwinEvent): void
  /** A line that is no event (a cut one, a warning of Node's). */
  onOtherLine(line: string): void
  /** It ended, or never started, without being told to; `why` in words. Called once. */
  onEnd(why: string): void
}

const insistAfterMs = 5000

/** The digital twin as the process it is. It ends when told to, and by itself when this process is gone (its standard input closes). */
export class TwinProcess {
  private child: ChildProcess | null = null
  private stopping = false
  private ended = false

  /** @param entry the program that is the twin; by default the one beside this one in the bundle */
  constructor(private readonly options: TwinOptions, private readonly listener: TwinListener, private readonly entry: string = fileURLToPath(new URL('./twin.js', import.meta.url))) {}

  start(): void {
    const { city, server, deviceToken, base, stateFile, backfillH, faultPort } = this.options
    const child = spawn(process.execPath, [this.entry, '--city', city, '--server', server, '--site-epoch-ms', String(base.siteEpochMs), '--wall-epoch-ms', String(base.wallEpochMs),
      '--time-scale', String(base.timeScale), '--state-file', stateFile, '--backfill-h', String(backfillH), '--weather-port', '0', ...(faultPort === null ? [] : ['--fault-port', String(faultPort)])],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, HEARTHWAY_DEVICE_TOKEN: deviceToken } })
    this.child = child
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = eventOf(line)
      if (event) this.listener.onEvent(event)
      else if (line.trim() !== '') this.listener.onOtherLine(line)
    })
    // Nothing is written to it, but a pipe that breaks must not end this process.
    child.stdin.on('error', () => {})
    // A process that could not be started has no 'exit'; a signal that could not be sent is no end.
    child.on('error', (error) => { if (child.pid === undefined) this.end(error.message) })
    child.once('exit', (code, signal) => this.end(signal === null ? `exit code ${code}` : `killed by ${signal}`))
  }

  /** Asks it to save its state and end; insists after five seconds. Returns at once when it has ended, by whatever means. */
  async stop(): Promise<void> {
    const child = this.child
    this.stopping = true
    if (!child || this.ended || child.exitCode !== null || child.signalCode !== null) return
    await new Promise<void>((resolve) => {
      const insist = setTimeout(() => child.kill('SIGKILL'), insistAfterMs)
      child.once('exit', () => {
        clearTimeout(insist)
        resolve()
      })
      child.kill('SIGTERM')
    })
  }

  private end(why: string): void {
    if (this.ended) return
    this.ended = true
    if (!this.stopping) this.listener.onEnd(why)
  }
}

const known: readonly string[] = ['controllers', 'backfill', 'ready', 'faults', 'weather'] satisfies TwinEvent['event'][]

function eventOf(line: string): TwinEvent | null {
  if (!line.startsWith('{')) return null
  try {
    const event = JSON.parse(line) as TwinEvent
    return known.includes(event.event) ? event : null
  } catch {
    return null
  }
}
