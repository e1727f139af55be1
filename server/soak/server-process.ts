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

  /** Waits until it leads and hears all controllers. @throws Error with what it said when that takes longer than `patienceMs` */
  async ready(patienceMs: number): Promise<void> {
    for (const endMs = performance.now() + patienceMs; performance.now() < endMs;) {
      const health = await fetch(`${this.url}/api/health`).then((answer) => answer.json() as Promise<{ control: { role: string }; controllers: number; controllers_online: number }>, () => null)
      if (health?.control?.role === 'leader' && health.controllers_online === health.controllers && health.controllers > 0) return
      if (this.child?.exitCode !== null) throw new Error(`the server has ended: ${this.said}`)
      await new Promise((resolve) => { setTimeout(resolve, 50) })
    }
    throw new Error(`the server was not ready after ${patienceMs} ms: ${this.said}`)
  }
}
