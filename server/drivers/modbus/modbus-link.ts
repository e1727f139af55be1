import type { Socket } from 'node:net'
import ModbusRTU from 'modbus-serial'
import type { RegisterRun } from '#domain/control/registers/register-image'
import type { RegisterWrite } from '#domain/control/registers/write-registers'
import { LinkError } from '../driver'
import { openSocket } from './open-socket'

/** A device's own answer that it will not do something; the connection is sound. */
export class ModbusException extends Error {
  constructor(readonly code: number) {
    super(`modbus exception ${code}`)
  }
}

/** One connection to a gateway. After any time-out or malformed frame it is destroyed: the client goes on believing in it, nobody else should. */
export interface ModbusLink {
  readonly alive: boolean
  /** Unit whose request broke it; null while alive and when the other side ended it. */
  readonly brokenBy: number | null
  /** Words, or bits as 0 and 1. @throws ModbusException, or LinkError after which the link is dead */
  read(unitId: number, run: RegisterRun): Promise<number[]>
  /** FC16, or FC5 for a coil. `mayLeave` is asked right before the bytes leave. @throws RangeError for anything but 16-bit integers: the client would write NaN and undefined as 0 */
  write(unitId: number, write: RegisterWrite, mayLeave?: () => boolean): Promise<void>
  destroy(): void
}

export interface LinkOptions {
  host: string
  port: number
  /** Wall ms for one request or one connection. */
  timeoutMs: number
  /** Least wall ms between an answer and the next request. */
  minGapMs(): number
  /** Monotonic wall ms. */
  now(): number
  /** The other side has ended the connection. */
  onLost(): void
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })
const isWord = (word: unknown): boolean => Number.isInteger(word) && (word as number) >= 0 && (word as number) <= 0xffff

/** @throws LinkError 'unreachable' */
export async function openModbusLink(options: LinkOptions): Promise<ModbusLink> {
  const socket = await openSocket(options.host, options.port, options.timeoutMs).catch((error: Error) => {
    throw new LinkError('unreachable', `${options.host}:${options.port}: ${error.message}`)
  })
  const client = new ModbusRTU()
  await client.linkTCP(socket, { port: options.port })
  // Our own race ends a request; the client's timer only clears its table.
  client.setTimeout(options.timeoutMs * 2)
  client.on('error', () => {})
  return linkOver(client, socket, options)
}

function linkOver(client: ModbusRTU, socket: Socket, { timeoutMs, minGapMs, now, onLost }: LinkOptions): ModbusLink {
  let alive = true
  let brokenBy: number | null = null
  let lastMs = -Infinity
  const gone = new Promise<never>((_, reject) => {
    socket.once('close', () => {
      if (alive) onLost()
      alive = false
      reject(new LinkError('silent', 'connection closed'))
    })
  })
  gone.catch(() => {})
  const destroy = (unitId: number | null): void => {
    if (alive) brokenBy = unitId
    alive = false
    socket.destroy()
  }
  const ask = async <T>(unitId: number, request: () => Promise<T>, whole: (answer: T) => boolean, mayLeave?: () => boolean): Promise<T> => {
    const waitMs = lastMs + minGapMs() - now()
    if (waitMs > 0) await pause(waitMs)
    if (!alive) throw new LinkError('closed', 'the connection is gone')
    if (mayLeave?.() === false) throw new LinkError('closed', 'too late: nothing was sent')
    client.setID(unitId)
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new LinkError('silent', `no answer within ${timeoutMs} ms`)), timeoutMs)
    })
    try {
      const answer = await Promise.race([request(), gone, late])
      if (!whole(answer)) throw new LinkError('silent', 'the answer does not fit the request')
      return answer
    } catch (error) {
      const code = (error as { modbusCode?: unknown }).modbusCode
      if (typeof code === 'number') throw new ModbusException(code)
      destroy(unitId)
      throw error instanceof LinkError ? error : new LinkError('silent', (error as Error).message)
    } finally {
      clearTimeout(timer)
      lastMs = now()
    }
  }
  return {
    get alive() { return alive },
    get brokenBy() { return brokenBy },
    async read(unitId, { table, address, length }) {
      if (table === 'holding' || table === 'input') {
        const asked = () => (table === 'holding' ? client.readHoldingRegisters(address, length) : client.readInputRegisters(address, length))
        return (await ask(unitId, asked, ({ data }) => data.length === length && data.every(isWord))).data
      }
      // A frame carries whole bytes: the client hands out the bits that fill the last one as well.
      const asked = () => (table === 'coil' ? client.readCoils(address, length) : client.readDiscreteInputs(address, length))
      return (await ask(unitId, asked, ({ data }) => data.length === Math.ceil(length / 8) * 8)).data.slice(0, length).map(Number)
    },
    async write(unitId, { table, address, words }, mayLeave) {
      if (!isWord(address) || words.length === 0 || !words.every(isWord)) throw new RangeError(`registers from ${address}: not 16-bit integers: ${words.join(', ')}`)
      if (table === 'holding') { await ask(unitId, () => client.writeRegisters(address, [...words]), (echo) => echo.address === address && echo.length === words.length, mayLeave); return }
      const [bit] = words
      if (words.length !== 1 || (bit !== 0 && bit !== 1)) throw new RangeError(`coil ${address}: not a bit: ${words.join(', ')}`)
      await ask(unitId, () => client.writeCoil(address, bit === 1), (echo) => echo.address === address && echo.state === (bit === 1), mayLeave)
    },
    destroy: () => destroy(null),
  }
}
