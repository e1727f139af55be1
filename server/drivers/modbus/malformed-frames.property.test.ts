import fc from 'fast-check'
import { createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModbusDriver } from './modbus-driver'

/** A peer that answers every request with whatever the test wants. */
let server: Server
let port: number
let answer: (request: Buffer) => Buffer | 'reset' | null = () => null
const sockets = new Set<Socket>()

beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', (request) => {
      const bytes = answer(request)
      if (bytes === 'reset') socket.resetAndDestroy()
      else if (bytes) socket.write(bytes)
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  port = (server.address() as { port: number }).port
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => { server.close(resolve) })
})

const zeros = Array.from({ length: 12 }, () => 0)
const open = (timeoutMs: number) => createModbusDriver({ host: '127.0.0.1', port, unitId: 1, loopIndices: [0], timeoutMs, backOffMs: { first: 1, longest: 1 } })
const frame = (request: Buffer, pdu: number[], length = pdu.length + 1): Buffer => Buffer.concat([request.subarray(0, 4), Buffer.from([length >> 8, length & 0xff, 1, ...pdu])])

/** A sound answer to a read of input registers: the head of a controller with one idle loop. */
const wellFormed = (request: Buffer): Buffer => {
  const [address, count] = [request.readUInt16BE(8), request.readUInt16BE(10)]
  const words = Array.from({ length: count }, (_, i) => (address === 0 ? [0x4857, 1, 1][i] : i === 3 ? 0x8000 : 0) ?? 0)
  return frame(request, [4, count * 2, ...words.flatMap((word) => [word >> 8, word & 0xff])])
}

test.each<[string, (request: Buffer) => Buffer | 'reset' | null]>([
  ['nothing', () => null],
  ['a reset', () => 'reset'],
  ['half a frame', (request) => frame(request, [4, 12, 0, 1]).subarray(0, 7)],
  ['a byte count beyond the frame', (request) => frame(request, [4, 200, ...zeros])],
  ['fewer registers than asked', (request) => frame(request, [4, 2, 0x48, 0x57])],
  ['another function', (request) => frame(request, [3, 12, ...zeros])],
  ['another unit', (request) => { const bytes = frame(request, [4, 12, ...zeros]); bytes[6] = 9; return bytes }],
  ['another transaction', (request) => { const bytes = frame(request, [4, 12, ...zeros]); bytes[0] = 0x7f; return bytes }],
  ['a length of 65535', (request) => frame(request, [4, 12], 0xffff)],
  ['a length of 0', (request) => frame(request, [4, 12, 0, 0], 0)],
  ['text', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
])('%s is no answer: the read fails and the next one starts on a fresh connection', async (_, reply) => {
  answer = reply
  const driver = open(200)
  await driver.connect()
  await expect(driver.read()).rejects.toMatchObject({ name: 'Error' })
  expect(await driver.write({ kind: 'heartbeat', counter: 1, periodS: 10 })).toMatchObject({ outcome: 'notCarriedOut' })
  answer = wellFormed
  await driver.connect({ now: true })
  expect((await driver.read()).loops).toMatchObject([{ mode: 'auto', appliedSequence: 0 }])
  await driver.close()
})

test('whatever bytes come back, a write is never reported as done and the process survives', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), fc.boolean(), async (bytes, keepHeader) => {
    answer = (request) => (keepHeader ? Buffer.concat([request.subarray(0, 4), bytes]) : Buffer.from(bytes))
    const driver = open(100)
    await driver.connect()
    const outcome = await driver.write({ kind: 'command', loopIndex: 0, block: { sequence: 1, mode: 'off', setpoint_c: null, leaseS: 60 } })
    // A random exception frame may say "refused"; an echo would need these very bytes.
    expect(['unknown', 'refused', 'notCarriedOut']).toContain(outcome.outcome)
    await driver.close()
  }), { numRuns: 60 })
})
