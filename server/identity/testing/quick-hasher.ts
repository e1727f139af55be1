import { createHash } from 'node:crypto'
import type { PasswordHasher } from '../password-hash'

const hash = (password: string): string => `$quick$${createHash('sha256').update(password).digest('base64')}`

/** Hashes in no time, for tests that are not about hashing. */
export const quickHasher: PasswordHasher = { name: 'argon2id', hash: async (password) => hash(password), verify: async (kept, password) => kept === hash(password) }
