import { randomBytes } from 'node:crypto'
import type { Database } from '#db/database'
import { loadSetting, saveFirstSetting } from '#server/store/settings'

const key = 'auth_secret'

/**
 * The secret that signs session cookies and encrypts second factors: HEARTHWAY_SECRET, or one made at the first start and kept in the database.
 * Kept there it travels with every backup: whoever holds a backup could then sign cookies for the sessions in it.
 */
export async function openAuthSecret(db: Database, configured: string | null): Promise<string> {
  if (configured !== null) return configured
  const kept = await loadSetting<string>(db, key)
  // Of two servers that start at once, both use what the first has written.
  return kept ?? saveFirstSetting(db, key, randomBytes(32).toString('base64url'))
}
