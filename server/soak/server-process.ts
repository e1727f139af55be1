import { spawn, type ChildProcess } from 'node:child_process'

/** How the server is started: arguments of node. */
export type Launch = readonly string[]

/** The product as `npm start` runs it, in a process of its own that is killed and started again on the same port. */
export class ServerProcess {
  private child: ChildProcess | null = null
  private said = ''

  constructor(private readonly launch: Launch, private readonly env: Record<string, string>, readonly url: string) {}

  start(): void {
    this.said = ''
    const child = spawn(process.execPath, [...this.launch], { env: { ...process.env, ...this.env }, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => { this.said = (this.said + bytes.toString()).slice(-4000) })
    this.child = child
  }

  /** kill -9; resolves when it is gone. */
  kill(): Promise<void> {
    const { child } = this
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    })
  }

  get pid(): number | undefined { return this.child?.pid }

  /** What it says of itself; null when nothing is heard within two seconds. */
  health(): Promise<Health | null> {
    return fetch(`${this.url}/api/health`, { signal: AbortSignal.timeout(2000) }).then((answer) => answer.json() as Promise<Health>, () => null)
  }

  /** Waits until it leads and hears all controllers. @throws Error with what it said when that takes longer than `patienceMs` */
  ready(patienceMs: number): Promise<void> {
    return this.until((health) => health.control.role === 'leader' && hearsAll(health), patienceMs)
  }

  /** Waits until it says so of itself. @throws Error with its last words when that takes longer than `patienceMs` */
  async until(isSo: (health: Health) => boolean, patienceMs: number): Promise<void> {
    let last: Health | null = null
    for (const endMs = performance.now() + patienceMs; performance.now() < endMs;) {
      last = await this.health()
      if (last?.control && isSo(last)) return
      if (this.child?.exitCode !== null) throw new Error(`the server has ended: ${this.said}`)
      await new Promise((resolve) => { setTimeout(resolve, 50) })
    }
    throw new Error(`the server was not ready after ${patienceMs} ms: ${JSON.stringify(last)} ${this.said}`)
  }
}

export interface Health { database: string; controllers: number; controllers_online: number; control: { role: 'leader' | 'standby'; reason: string | null; epoch: number | null } }

export const hearsAll = ({ controllers, controllers_online: online }: Health): boolean => online === controllers && controllers > 0
