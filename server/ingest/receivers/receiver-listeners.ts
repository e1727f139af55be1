import type { Database } from '#db/database'
import type { SiteClock } from '#domain/units/site-time'
import { GuardedListener, type ListenerLimits } from './guarded-listener'
import { Jt808Session, type PendingCodes } from './jt808-session'
import { NmeaSession } from './nmea-session'
import type { ReceiverDesk } from './receiver-desk'

export interface ReceiverListenersOptions {
  db: Database
  clock: SiteClock
  desk: ReceiverDesk
  host: string
  /** Null: off. 0 picks a free one. */
  nmeaPort: number | null
  jt808Port: number | null
  limits?: Partial<ListenerLimits>
  onError?: (error: unknown) => void
}

/** The TCP doors for receivers; those without a port stay shut. */
export class ReceiverListeners {
  private readonly open: GuardedListener[] = []

  constructor(private readonly options: ReceiverListenersOptions) {}

  /** @returns the ports listened on. @throws Error when one is in use */
  async start(): Promise<{ nmeaPort: number | null; jt808Port: number | null }> {
    const { db, clock, desk, nmeaPort, jt808Port, onError = () => {} } = this.options
    const pending: PendingCodes = new Map()
    return {
      nmeaPort: await this.listen(nmeaPort, (line) => new NmeaSession(db, desk, line, onError)),
      jt808Port: await this.listen(jt808Port, (line) => new Jt808Session({ db, clock, desk, pending }, line)),
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.open.splice(0).map((listener) => listener.stop()))
  }

  private async listen(port: number | null, open: ConstructorParameters<typeof GuardedListener>[0]['open']): Promise<number | null> {
    if (port === null) return null
    const { host, limits, onError } = this.options
    const listener = new GuardedListener({ host, port, open, ...(limits ? { limits } : {}), ...(onError ? { onError } : {}) })
    const listening = await listener.start()
    this.open.push(listener)
    return listening
  }
}
