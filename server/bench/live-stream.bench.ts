import { get } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { cityNetwork } from '#server/twin/city-network'
import { atMost, benchResult, type Bench } from './bench'
import { createBenchDatabase } from './bench-database'
import { Part } from './part-client'
import type { RecordedFrame } from './parts/bare-stream-part'
import { median, rounded } from './percentile'

const clients = 1000
const rounds = 3
const seconds = 15
const feedEveryMs = 1000

/** The live channel to 1,000 clients beside a bare HTTP server that writes the same bytes at the same instants. */
export const liveStreamBench: Bench = {
  name: 'live-stream',
  async run({ tell }) {
    const database = await createBenchDatabase('embedded')
    const [server, bare, load, readers] = [new Part('server'), new Part('bare-stream'), new Part('load'), new Part('stream-clients')]
    try {
      const { url, token } = await server.ask('start', { target: database.target, network: { fixture: 'harbin' } })
      const { url: bareUrl } = await bare.ask('start', null)
      await load.ask('feed', { url, token, sensorIds: fieldSensors(), everyMs: feedEveryMs })
      await wait(3000)
      const alone: number[] = []
      const product: number[] = []
      const least: number[] = []
      const perFrame: number[] = []
      const leastPerFrame: number[] = []
      const frameBytes: number[] = []
      let stayed = clients
      for (let round = 1; round <= rounds; round++) {
        const began = await server.ask('cpu', null)
        await wait(seconds * 1000)
        alone.push((await server.ask('cpu', null)) - began)

        await readers.ask('open', { url, path: '/api/live', count: clients })
        const recorder = record(`${url}/api/live`)
        await wait(1000)
        recorder.restart()
        const before = await server.ask('cpu', null)
        await wait(seconds * 1000)
        const used = (await server.ask('cpu', null)) - before
        const frames = recorder.stop()
        stayed = Math.min(stayed, (await readers.ask('received', null)).connected)
        await readers.ask('close', null)

        await readers.ask('open', { url: bareUrl, path: '/', count: clients })
        const replayed = await bare.ask('replay', { frames, seconds })
        await readers.ask('close', null)
        if (replayed.clients !== clients) throw new Error(`the bare server had ${replayed.clients} clients`)
        product.push(used)
        least.push(replayed.cpuMs)
        perFrame.push(((used - alone.at(-1)!) * 1000) / clients / frames.length)
        leastPerFrame.push((replayed.cpuMs * 1000) / clients / frames.length)
        frameBytes.push(...frames.map((frame) => frame.bytes.length))
        tell(`round ${round}/${rounds}: ${frames.length} frames; server ${Math.round(used)} ms CPU (alone ${Math.round(alone.at(-1)!)}), bare ${Math.round(replayed.cpuMs)} ms`)
      }
      const ratio = rounded(median(perFrame) / median(leastPerFrame))
      return benchResult({
        name: 'live-stream',
        how: `CPU time of the server process (all threads, embedded database in it) over ${seconds} s while every field sensor of Harbin reports once a second: with ${clients} clients reading /api/live, less the same without clients. `
          + 'Beside it a node:http server that writes the recorded bytes at the recorded instants to as many clients. Clients are one process of raw sockets. Medians of the rounds.',
        figures: {
          clients, clients_still_connected: stayed, frame_p50_bytes: rounded(median(frameBytes)), server_cpu_us_per_client_and_frame: rounded(median(perFrame)), bare_cpu_us_per_client_and_frame: rounded(median(leastPerFrame)),
          server_without_clients_cpu_share: rounded(median(alone) / 1000 / seconds), server_with_clients_cpu_share: rounded(median(product) / 1000 / seconds), bare_cpu_share: rounded(median(least) / 1000 / seconds),
        },
        ratios: { server_of_bare: ratio },
        aims: { server_of_bare: atMost(1.5, ratio) },
        notes: stayed < clients ? [`${clients - stayed} clients were let go by the server`] : [],
      })
    } finally {
      await load.ask('stopFeed', null).catch(() => {})
      await Promise.all([load.stop(), readers.stop(), bare.stop(), server.stop()])
      await database.remove()
    }
  },
}

/** Everything in Harbin that posts readings by itself. */
function fieldSensors(): string[] {
  return cityNetwork('harbin').sensors.filter((sensor) => sensor.source === 'device' && sensor.quantity === 'surface_temperature').map((sensor) => sensor.id)
}

/** One more client, which keeps what it is sent, frame by frame, with the time since `restart`. */
function record(url: string): { restart(): void; stop(): RecordedFrame[] } {
  let frames: RecordedFrame[] = []
  let beganMs = performance.now()
  let rest = ''
  const outgoing = get(url, (incoming) => {
    incoming.setEncoding('utf8')
    incoming.on('error', () => {})
    incoming.on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) frames.push({ atMs: performance.now() - beganMs, bytes: Buffer.from(`${block}\n\n`) })
    })
  })
  outgoing.on('error', () => {})
  return {
    restart() {
      frames = []
      beganMs = performance.now()
    },
    stop() {
      outgoing.destroy()
      return frames
    },
  }
}
