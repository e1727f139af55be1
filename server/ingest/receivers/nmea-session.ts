import type { Database } from '#db/database'
import type { ReceivedFix, RefusedFix } from '#domain/sensing/receiver'
import { findReceiverByToken } from '#server/store/receivers'
import type { GuardedLine, Session } from './guarded-listener'
import { NmeaText, type NmeaHarvest } from './nmea-text'
import type { ReceiverDesk } from './receiver-desk'

/** Longest first line. */
const longestLogin = 256
/** A position is complete when nothing has come for so long, wall ms. */
const quietMs = 1000
/** So often a position is offered to a database that has no time. */
const attempts = 3
const longestWaitS = 5
/** A wrong token is answered late: guessing is slow, and nobody else waits. */
const lateMs = 1000

const waitMs = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms).unref() })

/** NMEA 0183 over TCP: the first line is `LOGIN TOKEN` (answered `OK id` or `NO`), then the receiver's text as it is. */
export class NmeaSession implements Session {
  private login: string | null = ''
  private receiverId: string | null = null
  private readonly text = new NmeaText()
  private quiet: NodeJS.Timeout | undefined
  private disconnected = (): void => {}
  private queue: Promise<void> = Promise.resolve()
  private isOver = false

  constructor(private readonly db: Database, private readonly desk: ReceiverDesk, private readonly line: GuardedLine, private readonly onError: (error: unknown) => void) {}

  async take(bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString('latin1')
    if (this.login === null) return this.takeText(text)
    this.login += text
    // Converters between serial lines and TCP send a registration packet without a line end.
    const end = this.login.search(/[\r\n$!]/)
    if (end > longestLogin || (end < 0 && this.login.length > longestLogin)) return this.line.end()
    if (end < 0) return
    const [first, rest] = [this.login.slice(0, end), this.login.slice(end)]
    this.login = null
    await this.signIn(first)
    if (this.receiverId !== null) await this.takeText(rest)
  }

  ended(): void {
    this.isOver = true
    clearTimeout(this.quiet)
    this.disconnected()
    if (this.receiverId !== null) this.hand(this.text.flush()).catch(this.onError)
  }

  private async signIn(first: string): Promise<void> {
    const token = /^(?:LOGIN )?([\w-]{16,200})$/.exec(first)?.[1]
    const receiver = token ? await findReceiverByToken(this.db, token) : null
    // It may have gone while the database looked.
    if (this.isOver) return
    if (receiver?.protocol !== 'nmea') {
      await waitMs(lateMs)
      this.line.write('NO\r\n')
      return this.line.end()
    }
    this.receiverId = receiver.id
    this.disconnected = this.desk.connect(receiver.id, () => this.line.end())
    this.line.signedIn()
    this.line.write(`OK ${receiver.id}\r\n`)
  }

  private async takeText(text: string): Promise<void> {
    if (this.receiverId === null) return
    clearTimeout(this.quiet)
    await this.hand(this.text.take(text))
    this.quiet = setTimeout(() => void this.hand(this.text.flush()).catch(this.onError), quietMs)
  }

  /** One after another: positions of one receiver stay in their order. */
  private hand(harvest: NmeaHarvest): Promise<void> {
    const handed = this.queue.then(() => this.store(harvest))
    this.queue = handed.catch(() => {})
    return handed
  }

  private async store({ fixes, refused, sentences }: NmeaHarvest): Promise<void> {
    if (sentences > 0) this.line.alive()
    for (const reason of refused) this.desk.refuse(this.receiverId!, reason)
    if (fixes.length > 0) await this.offer(fixes)
  }

  /** NMEA has no answers: what a busy database does not take is offered again while the sender waits, then counted as lost. */
  private async offer(fixes: readonly (ReceivedFix | RefusedFix)[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.desk.accept(this.receiverId!, fixes)
      if (answer === null) return this.line.end()
      if (!('busy' in answer)) return
      if (attempt === attempts) return this.desk.refuse(this.receiverId!, 'not_stored', fixes.length)
      await waitMs(Math.min(longestWaitS, answer.busy) * 1000)
      this.line.alive()
    }
  }
}
