import type { Logger } from 'pino'
import type { Database } from '#db/database'
import type { Audit } from '#domain/audit/audit-entry'
import type { SiteClock } from '#domain/units/site-time'
import { loadAuditHead } from '#server/store/audit-log'
import { ControllerLinks } from './controller-links'
import { Denials } from './denials'
import { appendHead } from './head-file'
import { openAudit } from './open-audit'

const headEveryMs = 60_000
const denialsEveryMs = 5000

export interface AuditRoomOptions {
  db: Database
  clock: SiteClock
  log: Pick<Logger, 'error'>
  /** Where the chain's end is noted; null = nowhere (tests of other rooms). */
  headFile: string | null
  /** Monotonic wall ms. */
  wallNow?: () => number
}

/** The audit with what goes on around it: denials folded, controllers watched, the chain's end noted in a file of its own. Does nothing before start(). */
export class AuditRoom {
  readonly audit: Audit
  readonly denials: Denials
  readonly links: ControllerLinks
  private timers: NodeJS.Timeout[] = []
  private noted = ''
  private noting: Promise<void> = Promise.resolve()

  constructor(private readonly options: AuditRoomOptions) {
    const { db, clock, log, wallNow = () => performance.now() } = options
    const onError = (error: unknown): void => log.error({ err: error }, 'the audit could not be written')
    this.audit = openAudit(db)
    this.denials = new Denials({ audit: this.audit, clock, wallNow, onError })
    this.links = new ControllerLinks({ audit: this.audit, clock, onError })
  }

  start(): void {
    void this.noteHead()
    this.timers = [setInterval(() => void this.noteHead(), headEveryMs), setInterval(() => this.denials.tell(), denialsEveryMs)]
  }

  /** Notes where the chain ends, when it has moved since the last note. One at a time; a fault is logged and tried again with the next. */
  noteHead(): Promise<void> {
    this.noting = this.noting.then(async () => {
      const { db, headFile, log } = this.options
      if (headFile === null) return
      try {
        const head = await loadAuditHead(db)
        if (!head || head.hash === this.noted) return
        await appendHead(headFile, { seq: head.seq, hash: head.hash, written_at: new Date().toISOString() })
        this.noted = head.hash
      } catch (error) {
        log.error({ err: error, file: headFile }, 'the end of the audit chain could not be noted')
      }
    })
    return this.noting
  }

  /** The database may be closed afterwards. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer)
    await this.denials.stop()
    await this.links.idle()
    await this.noteHead()
  }
}
