import type { Database } from '#db/database'
import { parseFrame, type Jt808Header, type Jt808Message } from '#domain/geo/jt808/frame'
import { joinParts, type OpenMessages } from '#domain/geo/jt808/join-parts'
import { encodeGeneralAnswer, encodeRegistrationAnswer, type generalResults } from '#domain/geo/jt808/platform-answer'
import { takeFrames } from '#domain/geo/jt808/take-frames'
import { readTerminalMessage, type Registration, type TerminalMessage } from '#domain/geo/jt808/terminal-message'
import type { ReceivedFix, RefusedFix } from '#domain/sensing/receiver'
import { clearTerminalCode, credentialDigest, findReceiverByPhone, newCredential, phoneNumber, saveTerminalCode, type StoredReceiver } from '#server/store/receivers'
import type { SiteClock } from '#domain/units/site-time'
import type { GuardedLine, Session } from './guarded-listener'
import { jt808Fix } from './jt808-fix'
import type { ReceiverDesk } from './receiver-desk'

type Result = keyof typeof generalResults

/** Codes that were given and not yet used, hashed, by receiver: a terminal that never got its answer asks again. */
export type PendingCodes = Map<string, string>

export interface Jt808Options { db: Database; clock: SiteClock; desk: ReceiverDesk; pending: PendingCodes }

/** Frames in a row that say nothing: before signing in and after. */
const mostFaults = { stranger: 3, known: 20 }
/** A refusal to a stranger comes late: guessing is slow, and nobody else waits. */
const lateMs = 1000

/** A JT/T 808 terminal: it registers once, authenticates, and then every message of it is answered. */
export class Jt808Session implements Session {
  private rest: Uint8Array = new Uint8Array()
  private parts: OpenMessages = []
  private receiver: StoredReceiver | null = null
  private faults = 0
  private sequence = 0
  private disconnected = (): void => {}
  private isOver = false

  constructor(private readonly options: Jt808Options, private readonly line: GuardedLine) {}

  async take(bytes: Uint8Array): Promise<void> {
    const { frames, rest } = takeFrames(this.rest, bytes)
    this.rest = rest
    for (const frame of frames) {
      if (this.isOver) return
      const result = parseFrame(frame)
      if (!result.accepted) this.fault(result.reason)
      else if (this.receiver === null) await this.takeFromStranger(result.message)
      else await this.takeFromKnown(this.receiver, result.message)
    }
  }

  ended(): void {
    this.isOver = true
    this.disconnected()
  }

  private end(): void {
    this.isOver = true
    this.line.end()
  }

  private fault(reason: string): void {
    this.faults += 1
    if (this.receiver) this.options.desk.refuse(this.receiver.id, reason)
    if (this.faults >= (this.receiver ? mostFaults.known : mostFaults.stranger)) this.end()
  }

  private nextSequence(): number {
    this.sequence = (this.sequence + 1) % 0x10000
    return this.sequence
  }

  private answer(to: Jt808Header, result: Result): void { this.line.write(encodeGeneralAnswer(to, this.nextSequence(), result)) }

  private async takeFromStranger(message: Jt808Message): Promise<void> {
    const { header } = message
    const read = header.part === null ? readTerminalMessage(message) : null
    if (read?.accepted && read.message.kind === 'registration') return this.register(header, read.message)
    if (read?.accepted && read.message.kind === 'authentication' && (await this.authenticate(header, read.message.code))) {
      this.faults = 0
      return this.answer(header, 'accepted')
    }
    await this.late()
    this.answer(header, 'failed')
    this.fault('not_authenticated')
  }

  private async register(header: Jt808Header, { terminalId }: Registration): Promise<void> {
    const { db, pending } = this.options
    const receiver = await findReceiverByPhone(db, header.phone)
    const isIt = receiver?.protocol === 'jt808' && receiver.terminalId === terminalId
    if (!isIt || receiver.authCodeSha256 !== null) {
      await this.late()
      this.line.write(encodeRegistrationAnswer(header, this.nextSequence(), isIt ? 'terminalRegistered' : 'terminalUnknown', null))
      return this.fault('not_registered')
    }
    const code = newCredential(18)
    pending.set(receiver.id, credentialDigest(code))
    this.line.write(encodeRegistrationAnswer(header, this.nextSequence(), 'accepted', code))
  }

  private async authenticate(header: Jt808Header, code: string | null): Promise<boolean> {
    const { db, clock, desk, pending } = this.options
    const receiver = code === null ? null : await findReceiverByPhone(db, header.phone)
    if (code === null || receiver?.protocol !== 'jt808') return false
    const digest = credentialDigest(code)
    if (receiver.authCodeSha256 === null) {
      // The first use of a code makes it the terminal's.
      if (pending.get(receiver.id) !== digest || !(await saveTerminalCode(db, receiver.id, code, clock.now()))) return false
      pending.delete(receiver.id)
    } else if (receiver.authCodeSha256 !== digest) return false
    // It may have gone while the database looked.
    if (this.isOver) return false
    this.receiver = { ...receiver, authCodeSha256: digest }
    this.disconnected = desk.connect(receiver.id, () => this.end())
    this.line.signedIn()
    return true
  }

  private async takeFromKnown(receiver: StoredReceiver, message: Jt808Message): Promise<void> {
    const { desk } = this.options
    const { header } = message
    if (phoneNumber(header.phone) !== receiver.phone) {
      this.answer(header, 'failed')
      return this.fault('other_phone')
    }
    const joined = joinParts(this.parts, message, performance.now())
    this.parts = joined.open
    this.line.alive()
    if (joined.whole === null) return this.answer(header, 'accepted')
    const read = readTerminalMessage(joined.whole)
    if (!read.accepted) {
      this.answer(header, 'malformed')
      return this.fault(read.reason)
    }
    this.faults = 0
    if (read.message.kind === 'registration') return void this.line.write(encodeRegistrationAnswer(header, this.nextSequence(), 'terminalRegistered', null))
    const result = await this.resultOf(receiver, read.message)
    if (result === 'unsupported' && read.message.kind === 'other') desk.refuse(receiver.id, 'unsupported')
    this.answer(header, result)
    // Signed off: it has to register before it is heard again.
    if (read.message.kind === 'deregistration') this.end()
  }

  private async resultOf(receiver: StoredReceiver, message: TerminalMessage): Promise<Result> {
    switch (message.kind) {
      case 'heartbeat': return 'accepted'
      case 'authentication': return message.code !== null && credentialDigest(message.code) === receiver.authCodeSha256 ? 'accepted' : 'failed'
      case 'deregistration': {
        const { db, clock } = this.options
        return (await clearTerminalCode(db, receiver.id, clock.now(), `receiver:${receiver.id}`)) ? 'accepted' : 'failed'
      }
      case 'position': return this.store([jt808Fix(message.report, receiver.surfaceItemId)], message.report.encrypted)
      case 'positions': return this.store([
        ...message.reports.map((report) => jt808Fix(report, receiver.surfaceItemId)),
        ...Array.from({ length: message.refused }, (): RefusedFix => ({ refused: 'unreadable' })),
      ], message.reports.length > 0 && message.reports.every(({ encrypted }) => encrypted))
      default: return 'unsupported'
    }
  }

  /** `failed` makes a terminal keep the message and send it again; a position without a fix is understood and needs no second time. */
  private async store(fixes: readonly (ReceivedFix | RefusedFix)[], isEncrypted: boolean): Promise<Result> {
    const answer = await this.options.desk.accept(this.receiver!.id, fixes)
    if (answer === null) this.end()
    if (answer === null || 'busy' in answer) return 'failed'
    return isEncrypted ? 'unsupported' : 'accepted'
  }

  private late(): Promise<void> { return new Promise((resolve) => { setTimeout(resolve, lateMs).unref() }) }
}
