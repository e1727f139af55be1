import type { Scope } from '#domain/identity/principal'
import type { Role } from '#domain/identity/roles'
import type { SessionTimes } from '#domain/identity/session-limits'

/** Somebody signed in, as the server knows it. All instants are wall unix ms. */
export interface Session extends SessionTimes {
  id: string
  /** Never leaves the server. */
  token: string
  accountId: string
  name: string
  role: Role
  scope: Scope
  provenAtMs: number
  /** A second factor is asked for at sign-in. */
  hasSecondFactor: boolean
  /** Nothing may be done before the password is changed. */
  mustChangePassword: boolean
}
