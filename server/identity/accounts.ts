import { randomInt } from 'node:crypto'
import type { Database } from '#db/database'
import { canonicalAccountName, isPlainText, mayBeAccountName } from '#domain/identity/account-name'
import { judgePassword } from '#domain/identity/password-policy'
import type { Scope } from '#domain/identity/principal'
import type { Role } from '#domain/identity/roles'
import { removeSecondFactor, saveClosed, saveRole, type TellChange } from '#server/store/account-changes'
import { unlockAccount } from '#server/store/account-locks'
import { emailOf, findAccount, insertAccount, loadAccounts, loadPasswordHash, savePasswordHash, type Account } from '#server/store/accounts'
import type { PasswordHasher } from './password-hash'
import type { Sessions } from './sessions'

/** Why something about an account was refused; the caller knows the words. */
export type AccountFault =
  | { fault: 'name' | 'name_taken' | 'not_found' | 'own_account' | 'last_administrator' | 'wrong_password' | 'same_password' | 'no_second_factor' }
  | { fault: 'password'; why: NonNullable<ReturnType<typeof judgePassword>> }

export interface AccountWish { name: string; shownName?: string | undefined; email?: string | null | undefined; role: Role; scope: Scope; password?: string | undefined; mustChangePassword?: boolean }

/** No letters and digits that look alike. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
/** A password for somebody else to change: 4 x 5 characters, 99 bits. */
const generatePassword = (): string => Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')).join('-')

/**
 * Accounts: made, closed, given roles, unlocked; passwords changed. Who may ask for it is judged before, at the route or the command line.
 * `tell` writes the record of a change with its transaction.
 */
export class Accounts {
  constructor(private readonly db: Database, private readonly hasher: PasswordHasher, private readonly sessions: Pick<Sessions, 'endAccount'>, private readonly wallNow: () => number) {}

  list(): Promise<Account[]> {
    return loadAccounts(this.db)
  }

  find(name: string): Promise<Account | null> {
    const id = canonicalAccountName(name)
    return isPlainText(id) ? findAccount(this.db, id) : Promise.resolve(null)
  }

  /** Makes an account. Without a password one is made up and told here, once; it must be changed before anything is done with it. */
  async create(wish: AccountWish, tell?: TellChange): Promise<{ account: Account; password: string | null } | AccountFault> {
    const id = canonicalAccountName(wish.name)
    if (!mayBeAccountName(id)) return { fault: 'name' }
    const shown = wish.shownName ?? wish.name
    const why = wish.password === undefined ? null : judgePassword(wish.password, [id, shown, wish.email ?? ''])
    if (why) return { fault: 'password', why }
    return this.insert(id, shown, wish, tell)
  }

  /** Makes an account whatever its password is: for a demo, where it is shown to everybody. */
  async createForDemo(wish: AccountWish & { password: string }): Promise<void> {
    await this.insert(wish.name, wish.shownName ?? wish.name, wish)
  }

  private async insert(id: string, name: string, wish: AccountWish, tell?: TellChange): Promise<{ account: Account; password: string | null } | AccountFault> {
    const made = wish.password === undefined ? generatePassword() : null
    const passwordHash = await this.hasher.hash(wish.password ?? made as string)
    const account = { id, name, email: wish.email || null, role: wish.role, scope: wish.scope, passwordHash, mustChangePassword: made !== null || (wish.mustChangePassword ?? false) }
    const inserted = await this.db.transaction(async (tx) => {
      const isNew = await insertAccount(tx, account, new Date(this.wallNow()))
      if (isNew) tell?.(tx, id)
      return isNew
    })
    return inserted ? { account: await findAccount(this.db, id) as Account, password: made } : { fault: 'name_taken' }
  }

  /** One's own password. Ends one's other sessions. */
  async changePassword(accountId: string, current: string, wanted: string, keepToken: string, tell?: TellChange): Promise<'changed' | AccountFault> {
    const account = await findAccount(this.db, accountId)
    if (!account) return { fault: 'not_found' }
    if (!(await this.isPassword(accountId, current))) return { fault: 'wrong_password' }
    if (current === wanted) return { fault: 'same_password' }
    const why = judgePassword(wanted, [account.id, account.name, emailOf(account) ?? ''])
    if (why) return { fault: 'password', why }
    const hash = await this.hasher.hash(wanted)
    await this.db.transaction(async (tx) => {
      await savePasswordHash(tx, accountId, hash, false, new Date(this.wallNow()))
      tell?.(tx, accountId)
    })
    await this.sessions.endAccount(accountId, keepToken)
    return 'changed'
  }

  async isPassword(accountId: string, password: string): Promise<boolean> {
    const hash = await loadPasswordHash(this.db, accountId)
    return hash !== null && this.hasher.verify(hash, password)
  }

  /** A new password for somebody else (made up unless given), to be changed at the next sign-in. Unlocks, and ends all sessions. */
  async resetPassword(name: string, password?: string, tell?: TellChange): Promise<{ password: string | null } | AccountFault> {
    const account = await this.find(name)
    if (!account) return { fault: 'not_found' }
    const why = password === undefined ? null : judgePassword(password, [account.id, account.name, emailOf(account) ?? ''])
    if (why) return { fault: 'password', why }
    const made = password === undefined ? generatePassword() : null
    const hash = await this.hasher.hash(password ?? made as string)
    await this.db.transaction(async (tx) => {
      await savePasswordHash(tx, account.id, hash, made !== null, new Date(this.wallNow()))
      await unlockAccount(tx, account.id)
      tell?.(tx, account.id)
    })
    await this.sessions.endAccount(account.id)
    return { password: made }
  }

  /** @param by whose wish it is: nobody's own role; null = the command line */
  async giveRole(by: string | null, accountId: string, role: Role, scope: Scope, tell?: TellChange): Promise<'changed' | AccountFault> {
    if (by === accountId) return { fault: 'own_account' }
    const outcome = await saveRole(this.db, accountId, role, scope, new Date(this.wallNow()), tell)
    if (outcome !== 'changed') return { fault: outcome }
    // Signing in anew is the simplest way to have none of the old rights left anywhere.
    await this.sessions.endAccount(accountId)
    return 'changed'
  }

  async setClosed(by: string | null, accountId: string, closed: boolean, reason: string | null, tell?: TellChange): Promise<'changed' | AccountFault> {
    if (by === accountId) return { fault: 'own_account' }
    const outcome = await saveClosed(this.db, accountId, closed, reason, new Date(this.wallNow()), tell)
    if (outcome !== 'changed') return { fault: outcome }
    if (closed) await this.sessions.endAccount(accountId)
    return 'changed'
  }

  /** Somebody lost their authenticator: they sign in with the password alone until they set up another. Ends all sessions. */
  async resetSecondFactor(accountId: string, tell?: TellChange): Promise<'changed' | AccountFault> {
    if (!(await removeSecondFactor(this.db, accountId, new Date(this.wallNow()), tell))) return { fault: 'no_second_factor' }
    await this.sessions.endAccount(accountId)
    return 'changed'
  }

  async unlock(accountId: string, tell?: TellChange): Promise<'changed' | AccountFault> {
    const isKnown = await this.db.transaction(async (tx) => {
      const unlocked = await unlockAccount(tx, accountId)
      if (unlocked) tell?.(tx, accountId)
      return unlocked
    })
    return isKnown ? 'changed' : { fault: 'not_found' }
  }
}
