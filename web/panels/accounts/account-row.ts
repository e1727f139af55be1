import type { AccountView } from '#domain/wire/accounts'

export type AccountState = 'closed' | 'locked' | 'must_change' | 'open'

/** How an account stands; the gravest first. @param wallMs wall unix ms */
export const accountState = (account: Pick<AccountView, 'closed' | 'locked_until' | 'must_change_password'>, wallMs: number): AccountState =>
  account.closed ? 'closed' : account.locked_until !== null && Date.parse(account.locked_until) > wallMs ? 'locked' : account.must_change_password ? 'must_change' : 'open'

/** Accounts that a few letters mean, by their names, address or the words of their role. */
export function findAccounts(list: readonly AccountView[], text: string, roleWord: (account: AccountView) => string): AccountView[] {
  const wanted = text.trim().toLowerCase()
  return list.filter((account) => [account.id, account.name, account.email ?? '', roleWord(account)].some((word) => word.toLowerCase().includes(wanted)))
}
