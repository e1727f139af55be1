import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase } from '#db/testing/test-database'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { findDeviceToken, listDevices } from '#server/store/device-tokens'
import { run } from './device'
import { localActor } from './local-actor'

let opened: TestDatabase
beforeAll(async () => { opened = await openTestDatabase('postgresql') })
afterAll(() => opened.close())

async function device(...args: string[]): Promise<{ code: number; said: string[]; told: string[] }> {
  const [said, told]: [string[], string[]] = [[], []]
  const code = await run(args, { HEARTHWAY_DATABASE_URL: (opened.target as { url: string }).url }, (text) => said.push(text), (text) => told.push(text))
  return { code, said, told }
}
const bodies = async () => (await opened.db.query<{ body: string }>('SELECT body FROM audit_records ORDER BY seq')).map(({ body }) => body)

it('records who admitted a device and who turned it out, with its scope and without its token; what is refused changes nothing', async () => {
  const added = await device('add', 'cabinet 5', '--prefix', 'hrb-rs-05.')
  expect(added).toMatchObject({ code: 0, said: [expect.stringMatching(/^[\w-]{43}$/)] })
  const token = added.said[0] as string
  expect(await findDeviceToken(opened.db, token)).toMatchObject({ name: 'cabinet 5' })
  expect(await device('add', 'cabinet 5')).toMatchObject({ code: 1, said: [] })
  expect((await device('list')).said).toEqual([expect.stringMatching(/^cabinet 5\t.*\thrb-rs-05\.\*$/)])
  expect((await device('remove', 'cabinet 5')).code).toBe(0)
  expect((await device('remove', 'cabinet 5')).code).toBe(1)
  expect((await device('turn')).code).toBe(2)

  const records = await bodies()
  const scope = { sensors: [], prefixes: ['hrb-rs-05.'], controllerId: null }
  expect(records.map((body) => JSON.parse(body) as object)).toEqual([
    expect.objectContaining({ event: 'device.add', actor: localActor(), subject: 'device:cabinet 5', after: { scope } }),
    expect.objectContaining({ event: 'device.remove', actor: localActor(), subject: 'device:cabinet 5', before: { scope } }),
  ])
  const hash = createHash('sha256').update(token).digest('hex')
  for (const body of records) for (const secret of [token, hash]) expect(body).not.toContain(secret)
})

it('a device whose record cannot be written is neither admitted nor turned out', async () => {
  expect((await device('add', 'stays')).code).toBe(0)
  await opened.db.query("CREATE FUNCTION refuse_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit is full'; END $$")
  await opened.db.query('CREATE TRIGGER refuse_record BEFORE INSERT ON audit_records FOR EACH ROW EXECUTE FUNCTION refuse_record()')
  await expect(device('add', 'new')).rejects.toThrow('the audit is full')
  await expect(device('remove', 'stays')).rejects.toThrow('the audit is full')
  expect((await listDevices(opened.db)).map(({ name }) => name)).toEqual(['stays'])
})
