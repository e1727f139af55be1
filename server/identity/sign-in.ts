import { isAPIError } from 'better-auth/api'
import type { Database } from '#db/database'
import { canonicalAccountName, isPlainText } from '#domain/identity/account-name'
import { accountLockOut, addressLockOut } from '#domain/identity/lock-out'
import { attemptSucceeded, beginAttempt, type Attempt } from '#server/store/account-locks'
import { findAccount } from '#server/store/accounts'
import type { Accounts } from './accounts'
import { cookieSet, headersWith } from './auth-cookies'
import { authCookies, type Auth } from './open-auth'
import { refusable } from './refusable'
import type { SecondFactors } from './second-factors'
import type { Session } from './session'
import type { Sessions } from './sessions'
import { SignInAttempts } from './sign-in-attempts'

/**
 * `cookie`: signed in; `secondFactor`: the password was right and a code is asked for, with this cookie; `refused`: wrong name, password or code,
 * or a closed account, which looks the same; `waitS`: too many failures, from this address or for this account; `expired`: sign in anew.
 */
export type SignInResult = { cookie: string; accountId: string } | { secondFactor: string } | { refused: true } | { waitS: number } | { expired: true }

/** Nobody's address: an unknown name takes as long as a known one. */
const nobody = 'nobody@account.invalid'

const secondsUntil = (until: Date, nowMs: number): number => Math.max(1, Math.ceil((until.getTime() - nowMs) / 1000))

/** The way in: password, then the second factor where one is set up. Failures are counted per address (here) and per account (in the database). */
export class SignIn {
  private readonly addresses = new SignInAttempts(addressLockOut)
  /** Names that are nobody's are locked like accounts, so that being locked tells nothing. */
  private readonly strangers = new SignInAttempts(accountLockOut)

  constructor(
    private readonly db: Database, private readonly auth: Auth, private readonly wallNow: () => number,
    private readonly accounts: Pick<Accounts, 'isPassword'>, private readonly sessions: Pick<Sessions, 'endAccount' | 'proven'>, private readonly secondFactors: Pick<SecondFactors, 'verify' | 'useBackupCode'>,
  ) {}

  async withPassword(nameOrEmail: string, password: string, address: string): Promise<SignInResult> {
    const now = this.wallNow()
    const waitS = this.addresses.waitS(address, now)
    if (waitS > 0) return { waitS }
    // Counted before the slow part, so that many at once do not slip through together.
    this.addresses.failed(address, now)
    const name = canonicalAccountName(nameOrEmail)
    const account = isPlainText(name) ? await findAccount(this.db, name) : null
    const attempt = account ? await beginAttempt(this.db, account.id, now) : this.beginStrange(name, now)
    if ('lockedUntil' in attempt) return { waitS: secondsUntil(attempt.lockedUntil, now) }
    const answer = await refusable(this.auth.api.signInEmail({ body: { email: account?.email ?? nobody, password }, headers: headersWith({}, address), returnHeaders: true }))
    if (!answer || !account) return { refused: true }
    this.addresses.succeeded(address)
    await attemptSucceeded(this.db, account.id, attempt)
    const cookie = cookieSet(answer.headers, authCookies.session)
    const secondFactor = cookieSet(answer.headers, authCookies.secondFactor)
    return cookie ? { cookie, accountId: account.id } : secondFactor ? { secondFactor } : { refused: true }
  }

  private beginStrange(name: string, now: number): Attempt {
    const waitS = this.strangers.waitS(name, now)
    if (waitS > 0) return { lockedUntil: new Date(now + waitS * 1000) }
    this.strangers.failed(name, now)
    return { locks: false }
  }

  /** @param code six digits of the authenticator, or a backup code, which is used up */
  async withCode(secondFactor: string, code: string, address: string): Promise<SignInResult> {
    const now = this.wallNow()
    const waitS = this.addresses.waitS(address, now)
    if (waitS > 0) return { waitS }
    this.addresses.failed(address, now)
    const headers = headersWith({ [authCookies.secondFactor]: secondFactor }, address)
    try {
      const answer = await this.verify(code, headers)
      const cookie = cookieSet(answer.headers, authCookies.session)
      if (!cookie) return { refused: true }
      this.addresses.succeeded(address)
      return { cookie, accountId: answer.response.user.id }
    } catch (error) {
      if (!isAPIError(error)) throw error
      const why = error.body?.code
      if (error.statusCode === 429) return { waitS: accountLockOut.waitMs / 1000 }
      return why === 'INVALID_TWO_FACTOR_COOKIE' || why === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE' ? { expired: true } : { refused: true }
    }
  }

  /** Proves once more who holds a session, by password or code. Failures count like those of a sign-in, and end the session when the account locks. */
  async prove(session: Session, cookie: string, proof: { password: string } | { code: string }, address: string): Promise<{ proven: true } | { refused: true } | { waitS: number }> {
    const now = this.wallNow()
    const waitS = this.addresses.waitS(address, now)
    if (waitS > 0) return { waitS }
    this.addresses.failed(address, now)
    const attempt = await beginAttempt(this.db, session.accountId, now)
    if ('lockedUntil' in attempt) return { waitS: secondsUntil(attempt.lockedUntil, now) }
    if (!(await this.isProof(session, cookie, proof))) {
      if (attempt.locks) await this.sessions.endAccount(session.accountId)
      return { refused: true }
    }
    this.addresses.succeeded(address)
    await attemptSucceeded(this.db, session.accountId, attempt)
    await this.sessions.proven(session)
    return { proven: true }
  }

  private isProof(session: Session, cookie: string, proof: { password: string } | { code: string }): Promise<boolean> {
    if ('password' in proof) return this.accounts.isPassword(session.accountId, proof.password)
    // Without a second factor in force a code proves nothing.
    if (!session.hasSecondFactor) return Promise.resolve(false)
    return /^\d{6}$/.test(proof.code) ? this.secondFactors.verify(cookie, proof.code).then(({ right }) => right) : this.secondFactors.useBackupCode(cookie, proof.code)
  }

  private verify(code: string, headers: Headers) {
    return /^\d{6}$/.test(code)
      ? this.auth.api.verifyTOTP({ body: { code }, headers, returnHeaders: true })
      : this.auth.api.verifyBackupCode({ body: { code }, headers, returnHeaders: true })
  }
}
