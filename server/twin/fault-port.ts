import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FieldControllers } from './field-controllers'
import { sensorFaults, type SensorBank, type SensorFault } from './sensor-bank'
import type { Simulation } from './simulation'

export interface FaultPort { port: number; close(): Promise<void> }
type Answer = { status: number; body: unknown }

const refuse = (status: number, field: string, reason: string): Answer => ({ status, body: { field, reason } })

async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > 10_000) return null
    chunks.push(chunk)
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body as Record<string, unknown> : null
  } catch {
    return null
  }
}

/**
 * Switches for tests and demonstrations, on 127.0.0.1 only:
 * `POST /controllers/:id {"power":"on"|"off"}`, `POST /loops/:id {"local":true|false}` or `{"valve":"free"|"stuck"}`, `POST /sensors/:id {"fault":"none"|"dead"|"stuck"}`,
 * and `GET /truth`: what no sensor tells, the surface of every segment by its id, °C.
 */
export async function openFaultPort(port: number, controllers: FieldControllers, sensors: SensorBank, simulation: Simulation): Promise<FaultPort> {
  const truth = (): Answer => ({
    status: 200,
    body: { at: new Date(simulation.siteMs).toISOString(), surface_temperature_c: Object.fromEntries(simulation.network.segments.map(({ id }, i) => [id, simulation.pavements.surface_c(i)])) },
  })

  async function handle(request: IncomingMessage): Promise<Answer> {
    const [, room, id] = (request.url ?? '').split('?')[0]?.split('/').map(decodeURIComponent) ?? []
    if (request.method === 'GET' && room === 'truth') return truth()
    if (request.method !== 'POST' || !room || !id) return refuse(404, 'path', 'one of POST /controllers/:id, /loops/:id, /sensors/:id, GET /truth')
    // A page in a browser cannot send this type without asking first, so it cannot pull plugs.
    if (!request.headers['content-type']?.startsWith('application/json')) return refuse(415, 'content-type', 'application/json expected')
    const body = await readJson(request)
    if (!body) return refuse(400, 'body', 'a JSON object expected')
    const done = (known: boolean): Answer => (known ? { status: 200, body: { ok: true } } : refuse(404, 'id', `no ${room.slice(0, -1)} "${id}"`))
    if (room === 'controllers') return body['power'] === 'on' || body['power'] === 'off' ? done(await controllers.setPower(id, body['power'] === 'on')) : refuse(422, 'power', '"on" or "off" expected')
    if (room === 'loops' && body['valve'] !== undefined) {
      if (body['valve'] !== 'free' && body['valve'] !== 'stuck') return refuse(422, 'valve', '"free" or "stuck" expected')
      const plant = simulation.plants.get(id)
      if (plant) plant.valveStuck = body['valve'] === 'stuck'
      return done(plant !== undefined)
    }
    if (room === 'loops') return typeof body['local'] === 'boolean' ? done(controllers.setLocal(id, body['local'])) : refuse(422, 'local', 'true or false expected')
    if (room === 'sensors') return sensorFaults.includes(body['fault'] as SensorFault) ? done(sensors.setFault(id, body['fault'] as SensorFault)) : refuse(422, 'fault', `one of ${sensorFaults.join(', ')} expected`)
    return refuse(404, 'path', `no such switch "${room}"`)
  }

  const server = createServer((request, response) => {
    const send = ({ status, body }: Answer): void => { response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)) }
    handle(request).then(send, (error: unknown) => send(refuse(500, 'twin', String(error))))
  })
  await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen(port, '127.0.0.1', resolve) })
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections() }),
  }
}
