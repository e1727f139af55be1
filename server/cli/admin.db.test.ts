import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase } from '#db/testing/test-database'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openIdentity } from '#server/identity/identity'
import { run } from './admin'

let opened: TestDatabase
beforeAll(async () => { opened = await openTestDatabase('postgresql') })
afterAll(() => opened.close())

async function admin(args: string[], stdin = ''): Promise<{ code: number; said: string[] }> {
  const said: string[] = []
  const code = await run(args, { HEARTHWAY_DATABASE_URL: (opened.target as { url: string }).url }, (text) => said.push(text), async () => stdin)
  return { code, said }
}

it('makes the first administrators, lets a locked one in again and resets a password; the audit names who was at the machine', async () => {
  const first = await admin(['create', 'Chen'])
  expect([first.code, first.said[0]]).toEqual([0, 'chen may sign in as systemAdministrator.'])
  expect(first.said[1]).toContain('no securityAdministrator and no auditor yet')
  const { signIn, sessions } = await openIdentity({ db: opened.db, secret: null })
  const enter = async (password: string) => signIn.withPassword('chen', password, `from ${password}`)
  const result = await enter(first.said.at(-1)!)
  expect(await sessions.find('cookie' in result ? result.cookie : '')).toMatchObject({ role: 'systemAdministrator', mustChangePassword: true })
  expect((await admin(['create', 'zhou', '--role', 'securityAdministrator', '--password-stdin'], 'a long enough one\n')).code).toBe(0)
  expect(await signIn.withPassword('zhou', 'a long enough one', 'desk')).toHaveProperty('cookie')

  for (let i = 0; i < 10; i++) await enter(`guess number ${i}`)
  expect(await enter(first.said.at(-1)!)).toHaveProperty('waitS')
  expect((await admin(['list'])).said).toEqual([expect.stringMatching(/^chen\tsystemAdministrator\tlocked until /), expect.stringMatching(/^zhou\tsecurityAdministrator\topen/)])
  expect((await admin(['unlock', 'chen'])).code).toBe(0)
  expect(await enter(first.said.at(-1)!)).toHaveProperty('cookie')
  const reset = await admin(['reset-password', 'chen'])
  expect([await enter(first.said.at(-1)!), 'cookie' in await enter(reset.said.at(-1)!)]).toEqual([{ refused: true }, true])

  const rows = await opened.db.query<{ body: string }>('SELECT body FROM audit_records ORDER BY seq')
  expect(rows.map(({ body }) => JSON.parse(body) as { event: string; actor: string; subject: string }).map(({ event, actor, subject }) => [event, actor.slice(0, 3), subject])).toEqual([
    ['account.create', 'os:', 'account:chen'], ['account.create', 'os:', 'account:zhou'], ['account.unlock', 'os:', 'account:chen'], ['account.resetPassword', 'os:', 'account:chen'],
  ])
})

it('tells the audit of no reset that was refused, and makes nothing that the audit cannot be told of', async () => {
  const resets = async (): Promise<number> => (await opened.db.query("SELECT 1 FROM audit_records WHERE body LIKE '%account.resetPassword%'")).length
  const before = await resets()
  expect(await admin(['reset-password', 'chen', '--password-stdin'], 'too short')).toMatchObject({ code: 1 })
  expect(await resets()).toBe(before)
  await opened.db.query("CREATE FUNCTION break_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit is broken'; END $$")
  await opened.db.query('CREATE TRIGGER broken BEFORE INSERT ON audit_records FOR EACH ROW EXECUTE FUNCTION break_audit()')
  try {
    await expect(admin(['create', 'unrecorded'])).rejects.toThrow('the audit is broken')
  } finally {
    await opened.db.query('DROP TRIGGER broken ON audit_records')
  }
  expect(await opened.db.query("SELECT id FROM accounts WHERE id = 'unrecorded'")).toEqual([])
})

it('says what is wrong with what it is asked', async () => {
  expect((await admin([])).code).toBe(2)
  expect((await admin(['create', 'x', '--role', 'king'])).code).toBe(2)
  expect(await admin(['create', 'chen'])).toMatchObject({ code: 1, said: [expect.stringContaining('another account')] })
  expect(await admin(['create', 'wu', '--password-stdin'], 'too short')).toMatchObject({ code: 1, said: [expect.stringContaining('at least 12 characters')] })
  expect(await admin(['unlock', 'nobody'])).toMatchObject({ code: 1 })
})
