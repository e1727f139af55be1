import type { Accounts } from './accounts'

/**
 * HEARTHWAY_OPERATOR: an operator for a first look. Made where no account has that name; what administrators do to it afterwards stands.
 * @throws Error when the name or the password cannot be an account's
 */
export async function ensureOperator(accounts: Accounts, operator: { name: string; password: string }): Promise<void> {
  if (await accounts.find(operator.name)) return
  const made = await accounts.create({ ...operator, role: 'operator', scope: 'everywhere' })
  // Two servers that start on one new database both find nobody: the one that comes second finds what it wanted.
  if (!('fault' in made) || made.fault === 'name_taken') return
  throw new Error(`HEARTHWAY_OPERATOR cannot be used: ${made.fault === 'password' ? `its password is ${made.why.replaceAll('_', ' ')}; at least 12 characters, without the name, nothing guessed first` : 'its name wants 2 to 40 letters, digits, . _ -'}`)
}
