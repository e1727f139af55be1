import { parseArgs } from 'node:util'
import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import { migrate } from '#db/migrate'
import { administrators, roles, type Role } from '#domain/identity/roles'
import { readConfig } from '#server/config'
import type { AccountFault } from '#server/identity/accounts'
import { openIdentity } from '#server/identity/identity'
import type { TellChange } from '#server/store/account-changes'
import { appendAudit } from '#server/store/audit-log'
import { localActor } from './local-actor'

const usage = `usage: npm run admin -- create NAME [--role ROLE] [--shown-name NAME] [--email ADDRESS] [--password-stdin]
       npm run admin -- list
       npm run admin -- reset-password NAME [--password-stdin]
       npm run admin -- unlock NAME
Roles: ${roles.join(', ')}; default systemAdministrator.
Without --password-stdin a password is made up and printed once; it is to be changed at the first sign-in.
With the embedded engine stop the server first.`

const faults: Record<Exclude<AccountFault['fault'], 'password'>, string> = {
  name: 'a sign-in name wants 2 to 40 letters, digits, . _ -, beginning with a letter or digit', name_taken: 'the name or the e-mail address is another account\'s',
  not_found: 'there is no such account', own_account: 'that is your own account', last_administrator: 'one administrator of this kind must be left', wrong_password: 'the password is wrong', same_password: 'that is the present password', no_second_factor: 'there is no second factor',
}
const why = (fault: AccountFault): string => (fault.fault === 'password' ? `this cannot be a password (${fault.why.replaceAll('_', ' ')}): at least 12 characters, without the name, nothing that is guessed first` : faults[fault.fault])

/**
 * `npm run admin`: the accounts, from the machine itself: the first administrators, and the way back in.
 * @param readPassword the whole standard input
 * @returns exit code: 0 done, 1 refused, 2 asked wrongly
 */
export async function run(argv: readonly string[], env: Record<string, string | undefined> = process.env, say: (text: string) => void = console.log, readPassword: () => Promise<string> = readStdin): Promise<number> {
  const asked = parse(argv)
  if (!asked) {
    say(usage)
    return 2
  }
  const config = readConfig(env)
  const db = await openDatabase(config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl })
  try {
    await migrate(db)
    return await answer(db, config.secret, asked, say, asked.passwordStdin ? (await readPassword()).replace(/\r?\n$/, '') : undefined)
  } finally {
    await db.close()
  }
}

async function answer(db: Database, secret: string | null, asked: Asked, say: (text: string) => void, password: string | undefined): Promise<number> {
  const { accounts } = await openIdentity({ db, secret })
  /** With the transaction of the change: neither stands without the other. */
  const telling = (event: string, after?: unknown): TellChange => (tx, id) =>
    appendAudit(tx, [{ at: new Date(), event, actor: localActor(), role: null, secondPerson: null, address: null, subject: `account:${id}`, ...(after === undefined ? {} : { after }) }])
  const refuse = (fault: AccountFault): number => {
    say(why(fault))
    return 1
  }
  const tellPassword = (made: string | null): void => {
    if (made === null) return
    say('This password is shown once; it is to be changed at the first sign-in:')
    say(made)
  }
  if (asked.verb === 'list') {
    for (const account of await accounts.list()) say([account.id, account.role, account.closed ? 'closed' : account.lockedUntil && account.lockedUntil > new Date() ? `locked until ${account.lockedUntil.toISOString()}` : 'open', account.name].join('\t'))
    return 0
  }
  if (asked.verb === 'create') {
    const made = await accounts.create({ name: asked.name, shownName: asked.shownName, email: asked.email, role: asked.role, scope: 'everywhere', password }, telling('account.create', { role: asked.role, scope: 'everywhere' }))
    if ('fault' in made) return refuse(made)
    say(`${made.account.id} may sign in as ${asked.role}.`)
    const missing = await missingAdministrators(accounts)
    if (missing.length > 0) say(`There is no ${missing.join(' and no ')} yet: make one with --role.`)
    tellPassword(made.password)
    return 0
  }
  const account = await accounts.find(asked.name)
  if (!account) return refuse({ fault: 'not_found' })
  if (asked.verb === 'unlock') {
    await accounts.unlock(account.id, telling('account.unlock'))
    say(`${account.id} may sign in again.`)
    return 0
  }
  const reset = await accounts.resetPassword(account.id, password, telling('account.resetPassword'))
  if ('fault' in reset) return refuse(reset)
  say(`${account.id} has a new password, is unlocked, and is signed out everywhere.`)
  tellPassword(reset.password)
  return 0
}

async function missingAdministrators(accounts: { list(): Promise<{ role: Role; closed: boolean }[]> }): Promise<Role[]> {
  const held = (await accounts.list()).filter(({ closed }) => !closed).map(({ role }) => role)
  return administrators.filter((role) => !held.includes(role))
}

type Asked = { passwordStdin: boolean } & ({ verb: 'list' } | { verb: 'create'; name: string; role: Role; shownName: string | undefined; email: string | undefined } | { verb: 'reset-password' | 'unlock'; name: string })

function parse(argv: readonly string[]): Asked | null {
  try {
    const text = { type: 'string' } as const
    const { positionals: [verb, name, ...more], values } = parseArgs({ args: [...argv], allowPositionals: true, options: { role: text, 'shown-name': text, email: text, 'password-stdin': { type: 'boolean', default: false } } })
    const passwordStdin = values['password-stdin']
    const role = roles.find((one) => one === (values.role ?? 'systemAdministrator'))
    if (more.length > 0 || !role) return null
    if (verb === 'list' && name === undefined) return { verb, passwordStdin: false }
    if (verb === 'create' && name) return { verb, name, role, shownName: values['shown-name'], email: values.email, passwordStdin }
    if ((verb === 'reset-password' || verb === 'unlock') && name) return { verb, name, passwordStdin }
    return null
  } catch {
    return null
  }
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

if (/[\\/]admin\.(js|ts)$/.test(process.argv[1] ?? '')) {
  try {
    process.exitCode = await run(process.argv.slice(2))
  } catch (error) {
    console.error(`admin: ${(error as Error).message}`)
    process.exitCode = 1
  }
}
