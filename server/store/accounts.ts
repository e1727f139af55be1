import { randomUUID } from 'node:crypto'
import type { Queryable } from '#db/database'
import type { Scope } from '#domain/identity/principal'
import type { Role } from '#domain/identity/roles'

/** An account as it is kept. Instants are wall time. */
export interface Account {
  id: string
  name: string
  email: string
  role: Role
  scope: Scope
  closed: boolean
  twoFactorEnabled: boolean
  mustChangePassword: boolean
  failedSignIns: number
  lockedUntil: Date | null
  createdAt: Date
}

export interface NewAccount {
  id: string
  name: string
  /** null: none; a place that cannot exist stands for it. */
  email: string | null
  role: Role
  scope: Scope
  passwordHash: string
  mustChangePassword: boolean
}

const nowhere = '@account.invalid'
/** The address as a person gave it, null when none was given. */
export const emailOf = (account: Pick<Account, 'email'>): string | null => (account.email.endsWith(nowhere) ? null : account.email)

const columns = `id, name, email, role, scope, banned AS closed, two_factor_enabled AS "twoFactorEnabled", must_change_password AS "mustChangePassword",
  failed_sign_ins AS "failedSignIns", locked_until AS "lockedUntil", created_at AS "createdAt"`

/** @returns false when the name or the e-mail address is another account's */
export async function insertAccount(db: Queryable, account: NewAccount, wallAt: Date): Promise<boolean> {
  const rows = await db.query(
    `WITH made AS (
       INSERT INTO accounts (id, name, email, role, scope, must_change_password, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT DO NOTHING RETURNING id)
     INSERT INTO account_credentials (id, account_id, provider_id, user_id, password, created_at, updated_at) SELECT $8, id, 'credential', id, $9, $7, $7 FROM made RETURNING id`,
    [account.id, account.name, account.email?.toLowerCase() ?? `${randomUUID()}${nowhere}`, account.role, JSON.stringify(account.scope), account.mustChangePassword, wallAt, randomUUID(), account.passwordHash])
  return rows.length > 0
}

/** By sign-in name or e-mail address, both in lower case. */
export async function findAccount(db: Queryable, nameOrEmail: string): Promise<Account | null> {
  const [account] = await db.query<Account>(`SELECT ${columns} FROM accounts WHERE id = $1 OR email = $1 ORDER BY id = $1 DESC LIMIT 1`, [nameOrEmail])
  return account ?? null
}

export const loadAccounts = (db: Queryable): Promise<Account[]> => db.query<Account>(`SELECT ${columns} FROM accounts ORDER BY id`)

export async function savePasswordHash(db: Queryable, accountId: string, hash: string, mustChange: boolean, wallAt: Date): Promise<void> {
  await db.query("UPDATE account_credentials SET password = $2, updated_at = $3 WHERE user_id = $1 AND provider_id = 'credential'", [accountId, hash, wallAt])
  await db.query('UPDATE accounts SET must_change_password = $2, updated_at = $3 WHERE id = $1', [accountId, mustChange, wallAt])
}

export async function loadPasswordHash(db: Queryable, accountId: string): Promise<string | null> {
  const [row] = await db.query<{ password: string | null }>("SELECT password FROM account_credentials WHERE user_id = $1 AND provider_id = 'credential'", [accountId])
  return row?.password ?? null
}
