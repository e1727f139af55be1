import type { Database } from '#db/database'
import type { Scope } from '#domain/identity/principal'
import type { Role } from '#domain/identity/roles'
import { isSessionRunning } from '#domain/identity/session-limits'
import type { TellChange } from '#server/store/account-changes'
import { deleteAccountSessions, deleteExpiredSessions, deleteSession, saveSessionProof, saveSessionUse, standingTokens } from '#server/store/account-sessions'
import { headersWith } from './auth-cookies'
import { authCookies, type Auth } from './open-auth'
import type { Session } from './session'

/** A session is looked up again after this much wall time: another process may have ended it. */
const recheckMs = 5000
/** Without a database, a session that was found this recently still stands for reading and for what needs no database. */
const patienceMs = 60_000
/** Use is written down at most this often. */
const saveUseEveryMs = 60_000
const expireEveryMs = 3600_000

interface Known { session: Session; checkedAtMs: number; savedUseMs: number; watchers: Set<() => void> }

/** Sessions by the value of their cookie. Kept in the database; those in use are remembered here, so that a request costs no look-up. */
export class Sessions {
  readonly #known = new Map<string, Known>()
  readonly #loading = new Map<string, Promise<Session | null>>()
  /** Rises when sessions end: what was being looked up meanwhile is looked up again. */
  #endings = 0
  #expiredAtMs = -Infinity
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly db: Database, private readonly auth: Auth, private readonly wallNow: () => number, private readonly onError: (error: unknown) => void = () => {}) {}

  start(): void {
    this.#timer ??= setInterval(() => void this.sweep().catch(this.onError), recheckMs)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /**
   * The session of a cookie, or null when there is none or it has ended.
   * @param isUse whether somebody does something; looking by itself must not keep a session alive
   * @throws Error of the database, unless the session was found within the last minute
   */
  async find(cookie: string | undefined, isUse = true): Promise<Session | null> {
    if (!cookie) return null
    const now = this.wallNow()
    let known = this.#known.get(cookie)
    if (!known || now - known.checkedAtMs > recheckMs) {
      const lookUp = this.#loading.get(cookie) ?? this.#load(cookie).finally(() => this.#loading.delete(cookie))
      this.#loading.set(cookie, lookUp)
      await lookUp.catch((error: unknown) => {
        if (!known || now - known.checkedAtMs > patienceMs) throw error
      })
      known = this.#known.get(cookie)
    }
    if (!known) return null
    const { session } = known
    if (!isSessionRunning(session, now)) {
      await this.end(cookie)
      return null
    }
    if (!isUse) return session
    session.usedAtMs = Math.max(session.usedAtMs, now)
    if (now - known.savedUseMs > saveUseEveryMs) {
      known.savedUseMs = now
      saveSessionUse(this.db, session.token, new Date(now)).catch(this.onError)
    }
    return session
  }

  /** Calls `onEnd` once when the session ends, at once if it does not run. Watching is no use: a screen left alone must not keep its operator signed in. @returns a function that stops watching */
  watch(cookie: string | undefined, onEnd: () => void): () => void {
    const known = cookie === undefined ? undefined : this.#known.get(cookie)
    if (!known || !isSessionRunning(known.session, this.wallNow())) {
      onEnd()
      return () => {}
    }
    known.watchers.add(onEnd)
    return () => known.watchers.delete(onEnd)
  }

  async end(cookie: string): Promise<void> {
    const token = this.#known.get(cookie)?.session.token ?? cookie.split('.')[0] as string
    // The signature was not looked at, but whoever knows a token may end it.
    await deleteSession(this.db, token)
    this.#drop(cookie)
  }

  /** Ends all sessions of an account, except one, and with them everything that is open. */
  async endAccount(accountId: string, exceptToken: string | null = null, tell?: TellChange): Promise<void> {
    await this.db.transaction(async (tx) => {
      await deleteAccountSessions(tx, accountId, exceptToken)
      tell?.(tx, accountId)
    })
    for (const [cookie, { session }] of this.#known) if (session.accountId === accountId && session.token !== exceptToken) this.#drop(cookie)
    this.#endings++
  }

  /** Its person has just proven who they are. */
  async proven(session: Session): Promise<void> {
    const now = this.wallNow()
    await saveSessionProof(this.db, session.token, new Date(now))
    session.provenAtMs = now
  }

  /** What was changed about an account's own sessions (password, second factor) is read again at the next request. */
  forget(cookie: string): void {
    const known = this.#known.get(cookie)
    if (known) known.checkedAtMs = -Infinity
  }

  /** Lets go of what has ended here or by another process. */
  async sweep(): Promise<void> {
    const now = this.wallNow()
    for (const [cookie, known] of this.#known) {
      if (!isSessionRunning(known.session, now)) await this.end(cookie)
      else if (known.watchers.size === 0 && now - known.checkedAtMs > expireEveryMs) this.#known.delete(cookie)
    }
    const watched = [...this.#known].filter(([, known]) => known.watchers.size > 0)
    if (watched.length > 0) {
      const standing = await standingTokens(this.db, watched.map(([, { session }]) => session.token))
      for (const [cookie, { session }] of watched) if (!standing.has(session.token)) this.#drop(cookie)
    }
    if (now - this.#expiredAtMs < expireEveryMs) return
    this.#expiredAtMs = now
    await deleteExpiredSessions(this.db, new Date(now))
  }

  #drop(cookie: string): void {
    const known = this.#known.get(cookie)
    this.#known.delete(cookie)
    this.#endings++
    for (const onEnd of known?.watchers ?? []) onEnd()
  }

  async #load(cookie: string): Promise<Session | null> {
    const endings = this.#endings
    const found = await this.auth.api.getSession({ headers: headersWith({ [authCookies.session]: cookie }), query: { disableRefresh: true } })
    if (endings !== this.#endings) return this.#load(cookie)
    const now = this.wallNow()
    if (!found || found.user.banned) {
      this.#drop(cookie)
      return null
    }
    const { session: row, user } = found
    const session: Session = {
      id: row.id, token: row.token, accountId: user.id, name: user.name, role: user.role as Role, scope: user.scope as Scope,
      startedAtMs: row.createdAt.getTime(), usedAtMs: (row.usedAt ?? row.createdAt).getTime(), provenAtMs: (row.provenAt ?? row.createdAt).getTime(),
      hasSecondFactor: user.twoFactorEnabled ?? false, mustChangePassword: user.mustChangePassword ?? false,
    }
    const before = this.#known.get(cookie)
    if (before) {
      // Kept as the same object: requests under way hold it.
      Object.assign(before.session, session, { usedAtMs: Math.max(before.session.usedAtMs, session.usedAtMs), provenAtMs: Math.max(before.session.provenAtMs, session.provenAtMs) })
      before.checkedAtMs = now
    } else this.#known.set(cookie, { session, checkedAtMs: now, savedUseMs: session.usedAtMs, watchers: new Set() })
    return session
  }
}
