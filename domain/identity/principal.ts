import type { Role } from './roles'

/** Where an account may command: everywhere, or in the named zones and on the named assets (a loop needs to lie in one of either). */
export type Scope = 'everywhere' | { zoneIds: readonly string[]; assetIds: readonly string[] }

/** Who asks, as far as it was proven. */
export interface Principal {
  accountId: string
  name: string
  role: Role
  scope: Scope
  /** Never shown; a second person needs another account, not just another session. */
  sessionId: string
  /** Wall instant (unix ms) of the last proof of identity: critical actions want a recent one. */
  provenAtMs: number
}
