import { Agent, request } from 'node:http'
import type { IngestAnswer } from '#domain/wire/readings'

export interface LoadPlan {
  url: string
  token: string
  sensorIds: string[]
  /** One batch per instant, one second apart, holding all sensors. */
  instants: number
  fromMs: number
  connections: number
}
export interface LoadOutcome { seconds: number; accepted: number; busy: number; requestMs: number[] }

/** A field full of gateways: posts readings over keep-alive connections. */
export interface LoadPart {
  post(plan: LoadPlan): Promise<LoadOutcome>
  /** From now on one batch of all sensors, measured now, every `everyMs`; values wander. */
  feed(options: { url: string; token: string; sensorIds: string[]; everyMs: number }): Promise<void>
  stopFeed(options: null): Promise<{ sent: number }>
  /** Gets one address over and over on one connection, with a pause after each answer. */
  ask(options: { url: string; pauseMs: number }): Promise<void>
  /** @returns ms of each asking, from the first byte sent to the whole answer */
  stopAsking(options: null): Promise<number[]>
}

export function createLoadPart(): { handlers: LoadPart; end(): Promise<void> } {
  let feeding: NodeJS.Timeout | undefined
  let sent = 0
  let asking: { stopped: boolean; done: Promise<number[]> } | undefined
  return {
    handlers: {
      async post(plan) {
        const agent = new Agent({ keepAlive: true, maxSockets: plan.connections })
        // Bodies are made before the clock starts: a gateway's own work is not the server's.
        const bodies = Array.from({ length: plan.instants }, (_, index) => batchBody(plan.sensorIds, plan.fromMs + index * 1000, index))
        const requestMs: number[] = []
        let accepted = 0
        let busy = 0
        let next = 0
        const worker = async (): Promise<void> => {
          for (let body = bodies[next++]; body; body = bodies[next++]) {
            const began = performance.now()
            for (;;) {
              const answer = await postBody(agent, plan, body)
              if (answer.status === 503) {
                busy++
                await new Promise((resolve) => setTimeout(resolve, answer.retryAfterS * 1000))
                continue
              }
              if (answer.status !== 202) throw new Error(`POST /api/readings answered ${answer.status}: ${answer.text.slice(0, 300)}`)
              accepted += (JSON.parse(answer.text) as IngestAnswer).accepted
              break
            }
            requestMs.push(performance.now() - began)
          }
        }
        const began = performance.now()
        await Promise.all(Array.from({ length: plan.connections }, worker))
        const seconds = (performance.now() - began) / 1000
        agent.destroy()
        return { seconds, accepted, busy, requestMs }
      },
      async feed({ url, token, sensorIds, everyMs }) {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 })
        sent = 0
        feeding = setInterval(() => {
          sent++
          postBody(agent, { url, token }, batchBody(sensorIds, Date.now(), sent)).catch(() => {})
        }, everyMs)
      },
      async stopFeed() {
        clearInterval(feeding)
        return { sent }
      },
      async ask({ url, pauseMs }) {
        const task = asking = { stopped: false, done: Promise.resolve<number[]>([]) }
        task.done = (async () => {
          const ms: number[] = []
          while (!task.stopped) {
            const began = performance.now()
            const answer = await fetch(url)
            await answer.arrayBuffer()
            if (!answer.ok) throw new Error(`GET ${url} answered ${answer.status}`)
            ms.push(performance.now() - began)
            await new Promise((resolve) => setTimeout(resolve, pauseMs))
          }
          return ms
        })()
        task.done.catch(() => {})
      },
      async stopAsking() {
        if (!asking) throw new Error('nothing is asked')
        asking.stopped = true
        return asking.done
      },
    },
    end: async () => clearInterval(feeding),
  }
}

function batchBody(sensorIds: readonly string[], atMs: number, turn: number): Buffer {
  const at = new Date(atMs).toISOString()
  return Buffer.from(JSON.stringify({ readings: sensorIds.map((sensor, index) => ({ sensor, at, value: (((index + 1) * 7919 + turn * 31) % 3000) / 100 - 18 })) }))
}

function postBody(agent: Agent, { url, token }: { url: string; token: string }, body: Buffer): Promise<{ status: number; text: string; retryAfterS: number }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}/api/readings`, { method: 'POST', agent, headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'content-length': body.length } }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.once('error', reject)
      incoming.once('end', () => resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString(), retryAfterS: Number(incoming.headers['retry-after'] ?? 1) }))
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}
