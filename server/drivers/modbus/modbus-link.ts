import type { Socket } from 'node:net'
import ModbusRTU from 'modbus-serial'
import { LinkError } from '../driver'
import { openSocket } from './open-socket'

export interface ModbusTarget { host: string; port: number; unitId: number }

/** A device's own answer that it will not do something; the connection is sound. */
export class ModbusException extends Error {
  constructor(readonly code: number) {
    super(`modbus exception ${code}`)
  }
}

/** One connection. After any time-out or malformed frame it is destroyed: the client goes on believing in it, nobody else should. */
export interface ModbusLink {
  readonly alive: boolean
  /** @throws ModbusException, or LinkError after which the link is dead */
  readHolding(address: number, length: number): Promise<number[]>
  readInput(address: number, length: number): Promise<number[]>
  /** One FC16. The words must be 16-bit integers: the client would write NaN and undefined as 0. */
  writeHolding(address: number, words: readonly number[]): Promise<void>
  destroy(): void
}

/** @throws LinkError 'unreachable' */
export async function openModbusLink(target: ModbusTarget, timeoutMs: number): Promise<ModbusLink> {
  const socket = await openSocket(target.host, target.port, timeoutMs).catch((error: Error) => {
    throw new LinkError('unreachable', `${target.host}:${target.port}: ${error.message}`)
  })
  const client = new ModbusRTU()
  await client.linkTCP(socket, { port: target.port })
  client.setID(target.unitId)
  // Our own race ends a request; the client's timer only clears its table.
  client.setTimeout(timeoutMs * 2)
  client.on('error', () => {})
  return linkOver(client, socket, timeoutMs)
}

function linkOver(client: ModbusRTU, socket: Socket, timeoutMs: number): ModbusLink {
  let alive = true
  const gone = new Promise<never>((_, reject) => {
    socket.once('close', () => { alive = false; reject(new LinkError('silent', 'connection closed')) })
  })
  gone.catch(() => {})
  const destroy = (): void => {
    alive = false
    socket.destroy()
  }
  const ask = async <T>(request: () => Promise<T>, whole: (answer: T) => boolean): Promise<T> => {
    if (!alive) throw new LinkError('closed', 'the connection is gone')
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
      destroy()
      throw error instanceof LinkError ? error : new LinkError('silent', (error as Error).message)
    } finally {
      clearTimeout(timer)
    }
  }
  const isWhole = (length: number) => (answer: { data: number[] }): boolean => answer.data.length === length && answer.data.every(isWord)
  return {
    get alive() { return alive },
    readHolding: async (address, length) => (await ask(() => client.readHoldingRegisters(address, length), isWhole(length))).data,
    readInput: async (address, length) => (await ask(() => client.readInputRegisters(address, length), isWhole(length))).data,
    async writeHolding(address, words) {
      if (!isWord(address) || words.length === 0 || !words.every(isWord)) throw new RangeError(`registers from ${address}: not 16-bit integers: ${words.join(', ')}`)
      await ask(() => client.writeRegisters(address, [...words]), (echo) => echo.address === address && echo.length === words.length)
    },
    destroy,
  }
}

const isWord = (word: unknown): boolean => Number.isInteger(word) && (word as number) >= 0 && (word as number) <= 0xffff
