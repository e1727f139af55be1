import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Answer, Question } from './part-protocol'
import type { Parts, Role } from './parts/roles'

type Asked<P, K extends keyof P> = P[K] extends (options: infer O) => Promise<infer R> ? { options: O; result: R } : never

/**
 * A part of a bench in a process of its own, so that what is measured and what measures do not share a thread.
 * It ends when this process does (its channel closes).
 */
export class Part<R extends Role> {
  private readonly child: ChildProcess
  private readonly open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  private lastId = 0

  constructor(role: R) {
    this.child = fork(fileURLToPath(new URL('./bench-part.js', import.meta.url)), [role], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.child.on('message', (answer: Answer) => {
      const waiting = this.open.get(answer.id)
      this.open.delete(answer.id)
      if (answer.error === undefined) waiting?.resolve(answer.result as never)
      else waiting?.reject(new Error(`${role}: ${answer.error}`))
    })
    this.child.once('exit', (code) => {
      for (const { reject } of this.open.values()) reject(new Error(`the bench's ${role} process ended (${code})`))
      this.open.clear()
    })
  }

  ask<K extends keyof Parts[R] & string>(what: K, options: Asked<Parts[R], K>['options']): Promise<Asked<Parts[R], K>['result']> {
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      this.open.set(id, { resolve, reject })
      this.child.send({ id, what, options } satisfies Question, (error) => { if (error) reject(error) })
    })
  }

  /** Ends the process after whatever its role does at the end. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = new Promise<void>((resolve) => this.child.once('exit', () => resolve()))
    const insist = setTimeout(() => this.child.kill('SIGKILL'), 10_000)
    this.child.disconnect()
    await gone
    clearTimeout(insist)
  }
}
