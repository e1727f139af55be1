import { createBackOff, type BackOffLimits } from '../back-off'
import { LinkError } from '../driver'
import { openModbusLink, type ModbusLink } from './modbus-link'

export interface GatewayOptions {
  host: string
  port: number
  /** Wall ms for one request or one connection. */
  timeoutMs: number
  backOffMs: BackOffLimits
  /** Monotonic wall ms. */
  now(): number
  /** From 0 to 1. */
  random(): number
}

/** One address (host and port): one connection and one queue for every unit behind it, be it a controller itself or a gateway to a serial line. */
export interface Gateway {
  /** Runs `work` when everything asked before it has ended. */
  queued<T>(work: () => Promise<T>): Promise<T>
  /** The connection as it is, dead or alive; null before the first. */
  readonly link: ModbusLink | null
  /** To be called from within the queue. @throws LinkError 'unreachable', also when it is too early and not `atOnce` */
  open(atOnce: boolean): Promise<ModbusLink>
  /** A whole answer came: what failed before is forgotten. */
  answered(): void
  /** The slowest unit sets the pace. */
  addUnit(minGapMs: number): void
  /** The last unit to leave closes the connection. */
  removeUnit(): void
}

export function createGateway(options: GatewayOptions): Gateway {
  const backOff = createBackOff(options.backOffMs, options.random)
  let link: ModbusLink | null = null
  let tail: Promise<unknown> = Promise.resolve()
  let minGapMs = 0
  let units = 0
  const linkOptions = { ...options, minGapMs: () => minGapMs, onLost: () => backOff.failed(options.now()) }
  return {
    queued(work) {
      const done = tail.then(work)
      tail = done.catch(() => {})
      return done
    },
    get link() { return link },
    async open(atOnce) {
      if (link?.alive) return link
      const pauseMs = backOff.remainingMs(options.now())
      if (pauseMs > 0 && !atOnce) throw new LinkError('unreachable', `next attempt in ${Math.ceil(pauseMs)} ms`)
      link = await openModbusLink(linkOptions).catch((error: unknown) => {
        backOff.failed(options.now())
        throw error
      })
      if (units === 0) link.destroy()
      return link
    },
    answered: () => backOff.succeeded(),
    addUnit(gapMs) {
      units += 1
      minGapMs = Math.max(minGapMs, gapMs)
    },
    removeUnit() {
      units -= 1
      if (units === 0) link?.destroy()
    },
  }
}
