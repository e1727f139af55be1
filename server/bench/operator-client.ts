import { randomUUID } from 'node:crypto'
import { get, type ClientRequest } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { CommandGroupView } from '#domain/wire/command-groups'
import type { CommandAnswer, CommandView } from '#domain/wire/commands'
import type { LiveFrame } from '#domain/wire/live'
import type { PolygonGeometry, ZoneView } from '#domain/wire/zones'

/** A command as the stream showed it, and when (monotonic ms of this process). */
export interface Shown { command: CommandView; atMs: number }

/** A signed-in operator with the page open: asks over HTTP, sees over the live stream. */
export class OperatorClient {
  private cookie = ''
  private stream: ClientRequest | undefined
  /** By command and state: how the stream first showed it so. */
  readonly shown = new Map<number, Map<CommandView['state'], Shown>>()
  private readonly waiting = new Set<() => void>()

  constructor(private readonly url: string) {}

  async signIn(login: { name: string; password: string }): Promise<void> {
    const answer = await fetch(`${this.url}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json', origin: this.url }, body: JSON.stringify(login) })
    if (!answer.ok) throw new Error(`signing in: ${answer.status} ${await answer.text()}`)
    this.cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  }

  /** Resolves when the stream has begun. */
  watch(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.stream = get(`${this.url}/api/live`, { headers: { cookie: this.cookie, accept: 'text/event-stream' } }, (incoming) => {
        let pending = ''
        incoming.setEncoding('utf8')
        incoming.on('data', (text: string) => {
          const events = (pending + text).split('\n\n')
          pending = events.pop() ?? ''
          for (const event of events) this.see(event)
          resolve()
        })
      })
      this.stream.on('error', reject)
    })
  }

  /** Resolves once the stream has shown every one of these commands in this state. @returns when each was first seen so */
  async seen(ids: readonly number[], state: CommandView['state'], patienceMs = 60_000): Promise<Shown[]> {
    const endMs = performance.now() + patienceMs
    for (;;) {
      const found = ids.flatMap((id) => this.shown.get(id)?.get(state) ?? [])
      if (found.length === ids.length) return found
      if (performance.now() > endMs) throw new Error(`only ${found.length} of ${ids.length} commands were ${state} after ${patienceMs} ms: ${ids.slice(0, 5).map((id) => [...this.shown.get(id)?.keys() ?? []].join('>')).join(', ')}`)
      await new Promise<void>((resolve) => {
        const done = (): void => { clearTimeout(timer); this.waiting.delete(done); resolve() }
        const timer = setTimeout(done, 1000)
        this.waiting.add(done)
      })
    }
  }

  /** Resolves once so many controllers answer. */
  async online(controllers: number, patienceMs = 30_000): Promise<void> {
    for (const endMs = performance.now() + patienceMs; performance.now() < endMs;) {
      const { controllers_online } = await this.ask<{ controllers_online: number }>('GET', '/api/health')
      if (controllers_online === controllers) return
      await pause(50)
    }
    throw new Error(`not all of ${controllers} controllers answered within ${patienceMs} ms`)
  }

  command(target: { kind: 'loop' | 'zone'; id: string }): Promise<CommandAnswer> {
    return this.ask<CommandAnswer>('POST', '/api/commands', { target, mode: 'off', lease_s: 3600, reason: 'bench' }, { 'idempotency-key': randomUUID() })
  }

  operate(group: string): Promise<CommandGroupView> {
    return this.ask<CommandGroupView>('POST', `/api/command-groups/${group}/operate`)
  }

  group(group: string): Promise<CommandGroupView> {
    return this.ask<CommandGroupView>('GET', `/api/command-groups/${group}`)
  }

  saveZone(name: string, polygon: PolygonGeometry): Promise<ZoneView> {
    return this.ask<ZoneView>('POST', '/api/zones', { name, polygon })
  }

  close(): void {
    this.stream?.on('error', () => {})
    this.stream?.destroy()
  }

  private async ask<T>(method: 'GET' | 'POST', path: string, body?: object, headers: Record<string, string> = {}): Promise<T> {
    const answer = await fetch(`${this.url}${path}`, { method, headers: { cookie: this.cookie, origin: this.url, ...(body ? { 'content-type': 'application/json' } : {}), ...headers }, ...(body ? { body: JSON.stringify(body) } : {}) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
    return answer.json() as Promise<T>
  }

  private see(event: string): void {
    const data = event.split('\n').find((line) => line.startsWith('data: '))
    const { commands = [] } = data ? (JSON.parse(data.slice(6)) as LiveFrame) : {}
    const atMs = performance.now()
    for (const command of commands) {
      const states = this.shown.get(command.id) ?? new Map<CommandView['state'], Shown>()
      if (!states.has(command.state)) states.set(command.state, { command, atMs })
      this.shown.set(command.id, states)
    }
    if (commands.length > 0) for (const done of [...this.waiting]) done()
  }
}
