import { z } from 'zod'
import { actions, roles } from '../identity/roles'
import { idText } from './id-text'

const password = z.string().min(1).max(200)

/** `name`: the sign-in name or the e-mail address. */
export const signInShape = z.object({ name: z.string().min(1).max(254), password })
/** Six digits of the authenticator, or a backup code. */
export const codeShape = z.object({ code: z.string().trim().min(6).max(40) })
/** A proof of who sits there: the password, or a code of the second factor. */
export const proofShape = z.union([z.object({ password }).strict(), codeShape.strict()])

export const scopeShape = z.union([
  z.literal('everywhere'),
  z.object({ zone_ids: z.array(idText).max(200), asset_ids: z.array(idText).max(200) }).strict(),
])
export type ScopeView = z.infer<typeof scopeShape>

/** Who is signed in. Times are wall seconds from now. */
export const sessionShape = z.object({
  signed_in: z.boolean(),
  /** Name people sign in with: what commands and the audit call them. */
  account: z.string().nullable(),
  /** Name as shown. */
  name: z.string().nullable(),
  role: z.enum(roles).nullable(),
  /** What the role may do; a command reaches no further than `scope`. */
  actions: z.array(z.enum(actions)),
  scope: scopeShape.nullable(),
  /** The session ends then if nothing is done. */
  ends_in_s: z.number().nullable(),
  /** The session ends then whatever is done. */
  ends_at_latest_in_s: z.number().nullable(),
  /** How long the last proof of identity still counts for critical actions; 0: they will ask for one. */
  proof_ends_in_s: z.number().nullable(),
  has_second_factor: z.boolean(),
  /** The password was right; a code is asked for at POST /api/session/second-factor. */
  second_factor_needed: z.boolean(),
  must_change_password: z.boolean(),
  /** In a demo: accounts to try, with their passwords. */
  demo_accounts: z.array(z.object({ name: z.string(), password: z.string(), role: z.enum(roles) })),
})
export type SessionView = z.infer<typeof sessionShape>

/** Nobody. */
export const signedOut: SessionView = {
  signed_in: false, account: null, name: null, role: null, actions: [], scope: null, ends_in_s: null, ends_at_latest_in_s: null, proof_ends_in_s: null,
  has_second_factor: false, second_factor_needed: false, must_change_password: false, demo_accounts: [],
}

export const passwordChangeShape = z.object({ current_password: password, new_password: z.string().min(1).max(400) })
export const passwordOnlyShape = z.object({ password })
export const secondFactorShape = z.object({
  /** For the authenticator, as a QR code or typed in; told once. */
  uri: z.string(), secret: z.string(),
  /** Each works once in place of a code; told once. */
  backup_codes: z.array(z.string()),
})
export type SecondFactorView = z.infer<typeof secondFactorShape>
