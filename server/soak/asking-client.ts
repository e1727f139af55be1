import { randomUUID } from 'node:crypto'
import type { CommandAnswer } from '#domain/wire/commands'

export interface Acknowledged { key: string; ids: number[] }

/** An operator who never stops asking: one request after the other, each under one key until there is an answer, whoever dies meanwhile. */
export class AskingClient {
  readonly acknowledged: Acknowledged[] = []
  /** Requests refused by a rule or another command. */
  refused = 0
  /** Attempts that had no answer, and were repeated under the same key. */
  repeated = 0
  private cookie = ''
  private stopping = false
  private running: Promise<void>[] = []

  constructor(private readonly url: string, private readonly login: { name: string; password: string }, private readonly loops: readonly string[], private readonly random: () => number) {}

  start(hands: number): void {
    this.running = Array.from({ length: hands }, () => this.work())
  }

  async stop(): Promise<void> {
    this.stopping = true
    await Promise.all(this.running)
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      const loop = this.loops[Math.floor(this.random() * this.loops.length)] as string
      const mode = this.random() < 0.7 ? 'off' : 'release'
      await this.ask(JSON.stringify({ target: { kind: 'loop', id: loop }, mode, ...(mode === 'off' ? { lease_s: 600 } : {}), reason: 'soak' }))
      await new Promise((resolve) => { setTimeout(resolve, 20 + this.random() * 60) })
    }
  }

  /** Until it is answered, even after `stop`: an unanswered request may have been taken. */
  private async ask(body: string): Promise<void> {
    const key = randomUUID()
    for (;;) {
      try {
        const answer = await fetch(`${this.url}/api/commands`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key, cookie: this.cookie, origin: this.url }, body, signal: AbortSignal.timeout(10_000) })
        if (answer.status === 401) { await this.signIn(); continue }
        if (answer.status < 500) {
          const told = (await answer.json()) as CommandAnswer
          if (answer.status !== 202) throw new Error(`${answer.status}: ${JSON.stringify(told)}`)
          if (told.commands.length > 0) this.acknowledged.push({ key, ids: told.commands.map(({ id }) => id) })
          else this.refused += 1
          return
        }
        await answer.arrayBuffer()
      } catch (error) {
        if (/^4\d\d:/.test((error as Error).message)) throw error
      }
      this.repeated += 1
      await new Promise((resolve) => { setTimeout(resolve, 100) })
    }
  }

  private async signIn(): Promise<void> {
    const answer = await fetch(`${this.url}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json', origin: this.url }, body: JSON.stringify(this.login), signal: AbortSignal.timeout(10_000) })
    if (!answer.ok) throw new Error(`signing in: ${answer.status} ${await answer.text()}`)
    this.cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  }
}
