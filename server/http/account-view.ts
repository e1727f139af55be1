import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AccountView } from '#domain/wire/accounts'
import type { AccountFault } from '#server/identity/accounts'
import { emailOf, type Account } from '#server/store/accounts'
import { ProblemError } from './problem'
import { scopeView } from './session-view'

export const accountView = (account: Account): AccountView => ({
  id: account.id, name: account.name, email: emailOf(account), role: account.role, scope: scopeView(account.scope), closed: account.closed, has_second_factor: account.twoFactorEnabled,
  must_change_password: account.mustChangePassword, locked_until: account.lockedUntil?.toISOString() ?? null, created_at: account.createdAt.toISOString(),
})

const words: Record<Exclude<AccountFault['fault'], 'password'>, [ContentfulStatusCode, string, string, string]> = {
  name: [422, 'This cannot be a sign-in name', 'id', 'expected 2 to 40 letters, digits, . _ -, beginning with a letter or digit'],
  name_taken: [409, 'The name or the e-mail address is taken', 'id', 'belongs to another account, perhaps a closed one'],
  not_found: [404, 'No such account', 'id', 'does not exist'],
  own_account: [409, 'Nobody does this to their own account', 'id', 'is your own'],
  last_administrator: [409, 'One administrator of this kind must be left', 'id', 'is the last one'],
  wrong_password: [403, 'The present password is wrong', 'current_password', 'wrong'],
  no_second_factor: [409, 'No second factor is set up', 'id', 'has no second factor'],
  same_password: [422, 'The new password is the present one', 'new_password', 'must be another'],
}

/** @throws ProblemError always */
export function refuseAccount(fault: AccountFault): never {
  if (fault.fault === 'password') {
    throw new ProblemError(422, { code: `account.password_${fault.why}`, title: 'This cannot be a password', detail: 'At least 12 characters, without the name, nothing that is guessed first.', errors: [{ field: 'new_password', reason: fault.why }] })
  }
  const [status, title, field, reason] = words[fault.fault]
  throw new ProblemError(status, { code: `account.${fault.fault}`, title, errors: [{ field, reason }] })
}
