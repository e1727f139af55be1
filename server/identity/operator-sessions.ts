import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

/** Sessions end after this much wall time without use, and at the latest after the absolute limit. */
const idleLimitMs = 2 * 3600_000
const absoluteLimitMs = 12 * 3600_000
/** After this many failures in a row sign-in waits, so that a password cannot be tried out. */
const failuresBeforeWait = 5
const waitMs = 60_000

export interface Session { name: string; startedAtMs: number; usedAtMs: number }

/** The one operator account of the environment and its sessions. Wall time, in memory: a restart signs everybody out. */
export class OperatorSessions {
  private readonly sessions = new Map<string, Session>()
  private readonly salt = randomBytes(16)
  private readonly digest: Buffer | null
  private failures = 0
  private blockedUntilMs = 0

  constructor(private readonly operator: { name: string; password: string } | null, private readonly wallNow: () => number = Date.now) {
    this.digest = operator ? this.hash(`${operator.name}\n${operator.password}`) : null
  }

  get configured(): boolean {
    return this.operator !== null
  }

  /** A new session token; 'refused' on a wrong name or password, 'wait' with the seconds to wait after too many failures. */
  signIn(name: string, password: string): { token: string } | { refused: true } | { waitS: number } {
    const now = this.wallNow()
    if (now < this.blockedUntilMs) return { waitS: Math.ceil((this.blockedUntilMs - now) / 1000) }
    if (!this.digest || !timingSafeEqual(this.hash(`${name}\n${password}`), this.digest)) {
      if (++this.failures >= failuresBeforeWait) {
        this.failures = 0
        this.blockedUntilMs = now + waitMs
      }
      return { refused: true }
    }
    this.failures = 0
    const token = randomBytes(32).toString('base64url')
    this.sessions.set(token, { name, startedAtMs: now, usedAtMs: now })
    return { token }
  }

  /** The session of a token, or null when there is none or it has ended. */
  find(token: string | undefined): Session | null {
    const session = token === undefined ? undefined : this.sessions.get(token)
    if (!session || token === undefined) return null
    const now = this.wallNow()
    if (now - session.usedAtMs > idleLimitMs || now - session.startedAtMs > absoluteLimitMs) {
      this.sessions.delete(token)
      return null
    }
    session.usedAtMs = now
    return session
  }

  signOut(token: string | undefined): void {
    if (token !== undefined) this.sessions.delete(token)
  }

  private hash(text: string): Buffer {
    return scryptSync(text, this.salt, 32)
  }
}
