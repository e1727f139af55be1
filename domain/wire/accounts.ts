import { z } from 'zod'
import { roles } from '../identity/roles'
import { scopeShape } from './session'

/** An account as its administrators see it. Instants are wall time. */
export const accountShape = z.object({
  id: z.string(), name: z.string(), email: z.string().nullable(), role: z.enum(roles), scope: scopeShape, closed: z.boolean(),
  has_second_factor: z.boolean(), must_change_password: z.boolean(), locked_until: z.string().nullable(), created_at: z.string(),
})
export type AccountView = z.infer<typeof accountShape>

/** A new account is a viewer until a security administrator gives it a role. */
export const newAccountShape = z.object({
  /** Name to sign in with. */
  id: z.string().min(1).max(80),
  /** Name as shown; default: the id. */
  name: z.string().trim().min(1).max(80).optional(),
  email: z.email().max(254).optional(),
})

/** `password`: made up, told once, to be changed at the first sign-in. */
export const madeAccountShape = z.object({ account: accountShape, password: z.string() })
export const roleChangeShape = z.object({ role: z.enum(roles), scope: scopeShape })
export const closeShape = z.object({ reason: z.string().trim().min(1).max(500) })
export const resetPasswordShape = z.object({ password: z.string() })
