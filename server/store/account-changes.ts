import type { Database, Queryable, Transaction } from '#db/database'
import type { Scope } from '#domain/identity/principal'
import { administrators, type Role } from '#domain/identity/roles'

export type ChangeOutcome = 'changed' | 'not_found' | 'last_administrator'

/** Appends what was changed to the audit (`appendAudit`), with the change's own transaction and only when there is a change: neither stands without the other. */
export type TellChange = (tx: Transaction, accountId: string) => void

/** The roles of which one open account must always be left. One transaction at a time looks at them: two at once would each see the other's account. */
async function isLastOfItsKind(tx: Queryable, accountId: string): Promise<boolean> {
  const held = await tx.query<{ id: string; role: Role }>('SELECT id, role FROM accounts WHERE role = ANY($1) AND NOT banned ORDER BY id FOR UPDATE', [administrators])
  const own = held.find(({ id }) => id === accountId)
  return own !== undefined && held.filter(({ role }) => role === own.role).length === 1
}

/** Gives a role and a scope. */
export function saveRole(db: Database, accountId: string, role: Role, scope: Scope, wallAt: Date, tell?: TellChange): Promise<ChangeOutcome> {
  return db.transaction(async (tx) => {
    const isLast = await isLastOfItsKind(tx, accountId)
    const [account] = await tx.query<{ role: Role }>('SELECT role FROM accounts WHERE id = $1 FOR UPDATE', [accountId])
    if (!account) return 'not_found'
    if (isLast && account.role !== role) return 'last_administrator'
    await tx.query('UPDATE accounts SET role = $2, scope = $3, updated_at = $4 WHERE id = $1', [accountId, role, JSON.stringify(scope), wallAt])
    tell?.(tx, accountId)
    return 'changed'
  })
}

/** Closes an account, or opens a closed one. Its row stays, so that its name never means another person. */
export function saveClosed(db: Database, accountId: string, closed: boolean, reason: string | null, wallAt: Date, tell?: TellChange): Promise<ChangeOutcome> {
  return db.transaction(async (tx) => {
    if (closed && await isLastOfItsKind(tx, accountId)) return 'last_administrator'
    const rows = await tx.query('UPDATE accounts SET banned = $2, ban_reason = $3, ban_expires = NULL, updated_at = $4 WHERE id = $1 RETURNING id', [accountId, closed, closed ? reason : null, wallAt])
    if (rows.length === 0) return 'not_found'
    tell?.(tx, accountId)
    return 'changed'
  })
}

/** Names of accounts whose scope is bound to a zone: redrawing it would move their powers. */
export async function accountsBoundToZone(db: Queryable, zoneId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>("SELECT id FROM accounts WHERE scope -> 'zoneIds' ? $1 ORDER BY id", [zoneId])
  return rows.map(({ id }) => id)
}

/** Takes an account's second factor away, with its backup codes. @returns false when none was in force */
export function removeSecondFactor(db: Database, accountId: string, wallAt: Date, tell?: TellChange): Promise<boolean> {
  return db.transaction(async (tx) => {
    const had = await tx.query('UPDATE accounts SET two_factor_enabled = false, updated_at = $2 WHERE id = $1 AND two_factor_enabled RETURNING id', [accountId, wallAt])
    await tx.query('DELETE FROM account_second_factors WHERE user_id = $1', [accountId])
    if (had.length > 0) tell?.(tx, accountId)
    return had.length > 0
  })
}
