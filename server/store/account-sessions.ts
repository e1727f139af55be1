import type { Queryable } from '#db/database'

/** Those of the tokens that still stand for a session of an open account. */
export async function standingTokens(db: Queryable, tokens: readonly string[]): Promise<Set<string>> {
  const rows = await db.query<{ token: string }>('SELECT token FROM account_sessions s JOIN accounts a ON a.id = s.user_id WHERE token = ANY($1) AND NOT a.banned', [tokens])
  return new Set(rows.map(({ token }) => token))
}

export async function saveSessionUse(db: Queryable, token: string, usedAt: Date): Promise<void> {
  await db.query('UPDATE account_sessions SET used_at = $2 WHERE token = $1', [token, usedAt])
}

export async function saveSessionProof(db: Queryable, token: string, provenAt: Date): Promise<void> {
  await db.query('UPDATE account_sessions SET proven_at = $2, used_at = $2 WHERE token = $1', [token, provenAt])
}

export async function deleteSession(db: Queryable, token: string): Promise<void> {
  await db.query('DELETE FROM account_sessions WHERE token = $1', [token])
}

/** Ends every session of an account, except one. */
export async function deleteAccountSessions(db: Queryable, accountId: string, exceptToken: string | null = null): Promise<void> {
  await db.query('DELETE FROM account_sessions WHERE user_id = $1 AND token IS DISTINCT FROM $2', [accountId, exceptToken])
}

/** Sessions and half-made sign-ins whose time has passed. */
export async function deleteExpiredSessions(db: Queryable, wallNow: Date): Promise<void> {
  await db.query('DELETE FROM account_sessions WHERE expires_at < $1', [wallNow])
  await db.query('DELETE FROM account_verifications WHERE expires_at < $1', [wallNow])
}
