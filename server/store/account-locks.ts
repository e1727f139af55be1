import type { Queryable } from '#db/database'
import { accountLockOut } from '#domain/identity/lock-out'

/** `lockedUntil`: the account is locked and the attempt must not be made. `locks`: it is made, and is the last for a while unless it succeeds. */
export type Attempt = { lockedUntil: Date } | { locks: boolean }

/**
 * Counts one more attempt of an account as failed, in one statement, so that of attempts made at once no more than the limit get through.
 * Counted before the password is looked at, and taken back by `attemptSucceeded`.
 */
export async function beginAttempt(db: Queryable, accountId: string, wallNowMs: number): Promise<Attempt> {
  const [begun] = await db.query<{ failed: number }>(
    `UPDATE accounts SET failed_sign_ins = CASE WHEN failed_sign_ins + 1 >= $2 THEN 0 ELSE failed_sign_ins + 1 END, locked_until = CASE WHEN failed_sign_ins + 1 >= $2 THEN $3::timestamptz END
     WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $4) RETURNING failed_sign_ins AS failed`,
    [accountId, accountLockOut.failures, new Date(wallNowMs + accountLockOut.waitMs), new Date(wallNowMs)])
  if (begun) return { locks: begun.failed === 0 }
  const [locked] = await db.query<{ until: Date | null }>('SELECT locked_until AS until FROM accounts WHERE id = $1', [accountId])
  return { lockedUntil: locked?.until ?? new Date(wallNowMs) }
}

/** The count begins anew. A lock of other attempts stays: whoever comes in meanwhile must not open it for a guesser. */
export async function attemptSucceeded(db: Queryable, accountId: string, attempt: { locks: boolean }): Promise<void> {
  await db.query('UPDATE accounts SET failed_sign_ins = 0, locked_until = CASE WHEN $2::boolean THEN NULL ELSE locked_until END WHERE id = $1', [accountId, attempt.locks])
}

/** @returns false when there is no such account */
export async function unlockAccount(db: Queryable, accountId: string): Promise<boolean> {
  const rows = await db.query('UPDATE accounts SET failed_sign_ins = 0, locked_until = NULL WHERE id = $1 RETURNING id', [accountId])
  await db.query('UPDATE account_second_factors SET failed_verification_count = 0, locked_until = NULL WHERE user_id = $1', [accountId])
  return rows.length > 0
}
