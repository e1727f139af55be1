import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import ModbusRTU from 'modbus-serial'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FieldControllers } from './field-controllers'
import { scenarioStartMs } from './scenario'
import { Simulation } from './simulation'
import { steadyScenario, testingNetwork } from './testing-network'

let simulation: Simulation
let controllers: FieldControllers
let port = 0

beforeEach(async () => {
  const scenario = steadyScenario()
  simulation = new Simulation(testingNetwork(), scenario, 'wire', scenarioStartMs(scenario), () => performance.now())
  controllers = new FieldControllers(simulation.devices)
  port = (await controllers.start(simulation.network.controllers))['c1'] ?? 0
})
afterEach(() => controllers.stop())

async function client(): Promise<ModbusRTU> {
  const rtu = new ModbusRTU()
  await rtu.connectTCP('127.0.0.1', { port })
  rtu.setID(1)
  rtu.setTimeout(2000)
  return rtu
}

/** Sends raw bytes in the given pieces and returns what came back until `expected` bytes, an end, or 1 s. */
function raw(pieces: number[][], expected: number): Promise<{ answer: Buffer; closed: boolean }> {
  return new Promise((resolve) => {
    let answer = Buffer.alloc(0)
    const socket = connect(port, '127.0.0.1')
    const finish = (closed: boolean): void => { clearTimeout(timer); socket.destroy(); resolve({ answer, closed }) }
    const timer = setTimeout(() => finish(false), 1000)
    socket.on('data', (chunk) => { answer = Buffer.concat([answer, chunk]); if (answer.length >= expected) finish(false) })
    socket.on('error', () => undefined)
    socket.on('close', () => finish(true))
    void (async () => { for (const piece of pieces) { socket.write(Buffer.from(piece)); await new Promise((next) => setTimeout(next, 20)) } })()
  })
}

describe('through modbus-serial', () => {
  test('a command goes out as one block and comes back in holding and input registers', async () => {
    const rtu = await client()
    await rtu.writeRegister(0, 1)
    await rtu.writeRegisters(100, [0, 77, 2, 350, 3600])
    for (let i = 0; i < 20; i++) simulation.step(30)
    expect((await rtu.readHoldingRegisters(100, 5)).data).toEqual([0, 77, 2, 350, 3600])
    const { data } = await rtu.readInputRegisters(100, 15)
    expect(data.slice(0, 7)).toEqual([0, 77, 2, 350, 3000, 1000, 500])
    expect(data[7]).toBeGreaterThan(300)
    expect(data[9]).toBe(1200)
    expect(data[10]).toBeGreaterThan(200)
    expect(data.slice(11)).toEqual([1, 0, 0, 77])
    await new Promise<void>((done) => rtu.close(() => done()))
  })

  test('several clients at once each get their own answers', async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, client))
    const answers = await Promise.all(clients.map(async (rtu, i) => {
      const seen = []
      for (let k = 0; k < 20; k++) seen.push((await rtu.readInputRegisters(i % 2, 2)).data)
      return seen
    }))
    answers.forEach((seen, i) => { for (const data of seen) expect(data).toEqual(i % 2 ? [1, 2] : [0x4857, 1]) })
    for (const rtu of clients) rtu.close(() => undefined)
  })

  test('power off cuts connections and refuses new ones; power on is the same port and the same memory', async () => {
    const rtu = await client()
    rtu.on('error', () => undefined)
    await rtu.writeRegisters(100, [0, 5, 2, 350, 3600])
    expect(await controllers.setPower('c1', false)).toBe(true)
    await expect(rtu.readInputRegisters(100, 15)).rejects.toThrow()
    await expect(client()).rejects.toThrow()
    expect(await controllers.setPower('c1', true)).toBe(true)
    const again = await client()
    expect((await again.readInputRegisters(100, 2)).data).toEqual([0, 5])
    again.close(() => undefined)
    expect(await controllers.setPower('nobody', false)).toBe(false)
  })
})

describe('on the bare wire', () => {
  const read = (transaction: number): number[] => [0, transaction, 0, 0, 0, 6, 1, 4, 0, 0, 0, 1]
  const answerTo = (transaction: number): number[] => [0, transaction, 0, 0, 0, 5, 1, 4, 2, 0x48, 0x57]

  test('two frames in one packet and one frame in many packets are answered in order', async () => {
    expect([...(await raw([[...read(1), ...read(2)]], 22)).answer]).toEqual([...answerTo(1), ...answerTo(2)])
    expect([...(await raw(read(3).map((byte) => [byte]), 11)).answer]).toEqual(answerTo(3))
  })

  test.each<[string, number[], number[]]>([
    ['an unknown function', [0, 1, 0, 0, 0, 2, 1, 0x2b], [0xab, 1]],
    ['a count of 0', [0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 0], [0x83, 3]],
    ['a count of 126', [0, 1, 0, 0, 0, 6, 1, 4, 0, 0, 0, 126], [0x84, 3]],
    ['a block whose byte count lies', [0, 1, 0, 0, 0, 9, 1, 16, 0, 100, 0, 1, 4, 0, 1], [0x90, 3]],
    ['a truncated request', [0, 1, 0, 0, 0, 3, 1, 3, 0], [0x83, 3]],
    ['another unit', [0, 1, 0, 0, 0, 6, 7, 3, 0, 0, 0, 1], [0x83, 11]],
  ])('%s gets its exception and the connection lives', async (_, frame, exception) => {
    const { answer, closed } = await raw([[...frame, ...read(9)]], 20)
    expect([...answer.subarray(7, 9)]).toEqual(exception)
    expect([...answer.subarray(9)]).toEqual(answerTo(9))
    expect(closed).toBe(false)
  })

  test.each([['another protocol', [0, 1, 0, 5, 0, 6, 1, 3, 0, 0, 0, 1]], ['an impossible length', [0, 1, 0, 0, 255, 255, 1, 3]], ['a web browser', [...Buffer.from('GET / HTTP/1.1\r\n')]]])('%s is hung up on, others are served', async (_, bytes) => {
    expect(await raw([bytes], 1)).toEqual({ answer: Buffer.alloc(0), closed: true })
    expect((await raw([read(4)], 11)).answer).toHaveLength(11)
  })
})

test('python3-pymodbus sees the documented registers', async () => {
  const script = fileURLToPath(new URL('peer-modbus-client.py', import.meta.url))
  const { stdout } = await promisify(execFile)('/usr/bin/python3', [script, String(port)], { timeout: 20_000 }).catch((error: Error & { stderr?: string }) => {
    throw new Error(`the pymodbus peer did not run (Debian packages python3 and python3-pymodbus are needed): ${error.stderr?.trim() || error.message}`)
  })
  const seen = JSON.parse(stdout) as Record<string, unknown>
  expect(seen).toMatchObject({
    head: [0x4857, 1, 2, 0, 65_535, 0], write_beat: false, write_period: false, holding_head: [41, 20], write_block: false, block: [1, 2, 2, 385, 1800],
    half_block: 2, outside: 2, coils: 1, other_unit: 11,
  })
  expect((seen['status'] as number[]).slice(0, 5)).toEqual([1, 2, 2, 385, 1800])
  expect((seen['status_after_old'] as number[]).slice(0, 5)).toEqual([1, 2, 2, 385, 1800])
  expect((seen['status_after_old'] as number[]).slice(12)).toEqual([1, 1, 2])
})
