import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { SignInAttempts } from './sign-in-attempts'

/** Sessions end after this much wall time without use, and at the latest after the absolute limit. */
const idleLimitMs = 2 * 3600_000
const absoluteLimitMs = 12 * 3600_000
const derive = promisify(scrypt) as (password: string, salt: Buffer, length: number) => Promise<Buffer>

export interface Session { name: string; startedAtMs: number; usedAtMs: number }

/** The one operator account of the environment and its sessions. Wall time, in memory: a restart signs everybody out. */
export class OperatorSessions {
  private readonly sessions = new Map<string, Session>()
  private readonly salt = randomBytes(16)
  private readonly attempts = new SignInAttempts()
  private readonly digest: Promise<Buffer> | null

  constructor(private readonly operator: { name: string; password: string } | null, private readonly wallNow: () => number = Date.now) {
    this.digest = operator ? this.hash(`${operator.name}\n${operator.password}`) : null
  }

  get configured(): boolean {
    return this.operator !== null
  }

  /**
   * A new session token; 'refused' on a wrong name or password; the seconds to wait after too many failures from this address.
   * @param address where the attempt comes from
   */
  async signIn(name: string, password: string, address: string): Promise<{ token: string } | { refused: true } | { waitS: number }> {
    const waitS = this.attempts.waitS(address, this.wallNow())
    if (waitS > 0) return { waitS }
    const now = this.wallNow()
    // Counted before the slow part, so that many at once do not slip through together.
    this.attempts.failed(address, now)
    if (!this.digest || !timingSafeEqual(await this.hash(`${name}\n${password}`), await this.digest)) return { refused: true }
    this.attempts.succeeded(address)
    const token = randomBytes(32).toString('base64url')
    this.sessions.set(token, { name, startedAtMs: now, usedAtMs: now })
    return { token }
  }

  /** The session of a token, or null when there is none or it has ended. */
  find(token: string | undefined): Session | null {
    const session = this.running(token)
    if (session) session.usedAtMs = this.wallNow()
    return session
  }

  /** Whether a session still runs. Asking is no use of it: a screen left alone must not keep its operator signed in. */
  isRunning(token: string | undefined): boolean {
    return this.running(token) !== null
  }

  private running(token: string | undefined): Session | null {
    const session = token === undefined ? undefined : this.sessions.get(token)
    if (!session || token === undefined) return null
    const now = this.wallNow()
    if (now - session.usedAtMs <= idleLimitMs && now - session.startedAtMs <= absoluteLimitMs) return session
    this.sessions.delete(token)
    return null
  }

  signOut(token: string | undefined): void {
    if (token !== undefined) this.sessions.delete(token)
  }

  private hash(text: string): Promise<Buffer> {
    return derive(text, this.salt, 32)
  }
}
