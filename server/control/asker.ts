import { createHash } from 'node:crypto'
import type { AskedBy } from '#server/store/command-store'

/** Who acts, as far as it was proven. The session is known only by its SHA-256. */
export interface Asker { account: string; role: string | null; sessionSha256: string | null; address: string | null }

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Somebody of whom only the account is known. */
export const askerOf = (account: string): Asker => ({ account, role: null, sessionSha256: null, address: null })

export const askedBy = ({ role, sessionSha256, address }: Asker, seen: unknown): AskedBy => ({ role, sessionSha256, address, seen })
