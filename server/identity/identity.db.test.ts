import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines, openTestDatabase } from '#db/testing/test-database'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openIdentity, type Identity } from './identity'
import { ensureOperator } from './ensure-operator'
import type { SignInResult } from './sign-in'
import { quickHasher } from './testing/quick-hasher'

const password = 'correct horse'
/** What an authenticator shows (RFC 6238), computed here on its own. */
function totp(secret: string, atMs: number): string {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)))
  const hmac = createHmac('sha1', key).update(counter).digest()
  const from = hmac[19]! & 15
  return String((hmac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

describe.each(testEngines)('identity on %s', (engine) => {
  let opened: TestDatabase
  let identity: Identity
  let ahead = 0
  const cookieOf = (result: SignInResult): string => ('cookie' in result ? result.cookie : `none: ${JSON.stringify(result)}`)
  const signIn = async (name: string, from = 'desk'): Promise<string> => cookieOf(await identity.signIn.withPassword(name, password, from))
  const make = (name: string, role: Parameters<Identity['accounts']['create']>[0]['role'] = 'operator') => identity.accounts.create({ name, password, role, scope: 'everywhere', email: name === 'Li' ? 'Li@Roads.example' : null })

  beforeAll(async () => {
    opened = await openTestDatabase(engine)
    identity = await openIdentity({ db: opened.db, secret: null, hasher: quickHasher, wallNow: () => Date.now() + ahead })
    await make('Li')
  })
  afterAll(() => opened.close())

  it('signs in by name or address, whatever their case, with the right password only, and out again', async () => {
    expect(await identity.signIn.withPassword('li', 'wrong password', 'desk')).toEqual({ refused: true })
    expect(await identity.signIn.withPassword('nobody', password, 'desk')).toEqual({ refused: true })
    for (const name of ['li', 'LI', 'li@roads.EXAMPLE']) expect(await identity.sessions.find(await signIn(name))).toMatchObject({ accountId: 'li', name: 'Li', role: 'operator', scope: 'everywhere', hasSecondFactor: false })
    const cookie = await signIn('li')
    await identity.sessions.end(cookie)
    expect(await identity.sessions.find(cookie)).toBeNull()
    expect(await identity.sessions.find(`${cookie.split('.')[0]}.forged`)).toBeNull()
  })

  it('keeps no password and, by the cookie, no session that a copy of the database would open', async () => {
    const cookie = await signIn('li')
    const [kept] = await opened.db.query<{ text: string }>("SELECT json_agg(s)::text || (SELECT json_agg(c)::text FROM account_credentials c) AS text FROM account_sessions s")
    expect(kept!.text).toContain('$quick$')
    expect(kept!.text).not.toContain(password)
    expect(kept!.text).not.toContain(cookie)
    const token = cookie.split('.')[0]!
    expect(await identity.sessions.find(token)).toBeNull()
  })

  it('ends a session after idle time and after the absolute limit; being looked at is no use', async () => {
    const hour = 3600_000
    const idle = await signIn('li')
    await identity.sessions.find(idle)
    let ended = 0
    identity.sessions.watch(idle, () => ended++)
    ahead += 1.9 * hour
    await identity.sessions.find(idle, false)
    await identity.sessions.sweep()
    expect(ended).toBe(0)
    ahead += 0.2 * hour
    await identity.sessions.sweep()
    expect([ended, await identity.sessions.find(idle)]).toEqual([1, null])
    const busy = await signIn('li')
    for (let hours = 0; hours < 12; hours++, ahead += hour) expect(await identity.sessions.find(busy)).not.toBeNull()
    ahead += 60_000
    expect(await identity.sessions.find(busy)).toBeNull()
  })

  it('knows its sessions after a restart, with the use that was made of them', async () => {
    const cookie = await signIn('li')
    ahead += 1.5 * 3600_000
    await identity.sessions.find(cookie)
    await expect.poll(async () => (await opened.db.query("SELECT 1 FROM account_sessions WHERE used_at > created_at + interval '1 hour' AND token = $1", [cookie.split('.')[0]])).length).toBe(1)
    const again = await openIdentity({ db: opened.db, secret: null, hasher: quickHasher, wallNow: () => Date.now() + ahead })
    ahead += 3600_000
    expect(await again.sessions.find(cookie)).toMatchObject({ accountId: 'li' })
  })

  it('makes a guesser wait after five failures, and locks the account after ten from wherever, telling nothing of whether it exists', async () => {
    for (const name of ['victim', 'phantom']) {
      if (name === 'victim') await make(name)
      const from = (i: number): string => `guesser ${name} ${Math.floor(i / 4)}`
      for (let i = 0; i < 10; i++) expect([name, i, await identity.signIn.withPassword(name, `guess number ${i}`, from(i))]).toEqual([name, i, { refused: true }])
      expect(await identity.signIn.withPassword(name, password, 'desk')).toEqual({ waitS: 900 })
    }
    for (let i = 0; i < 5; i++) await identity.signIn.withPassword('li', `guess number ${i}`, 'one place')
    expect(await identity.signIn.withPassword('li', password, 'one place')).toEqual({ waitS: 60 })
    expect(await identity.sessions.find(await signIn('li'))).not.toBeNull()
    expect(await identity.accounts.unlock('victim')).toBe('changed')
    expect(await identity.sessions.find(await signIn('victim'))).not.toBeNull()
    ahead += 901_000
  })

  it('guesses made all at once are all counted', async () => {
    await make('crowd')
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => identity.signIn.withPassword('crowd', `guess number ${i}`, `address ${i}`)))
    expect(answers.filter((answer) => 'refused' in answer).length).toBeLessThanOrEqual(10)
    expect(await identity.signIn.withPassword('crowd', password, 'desk')).toHaveProperty('waitS')
    ahead += 901_000
  })

  it('a changed role, a closed account and a new password end the sessions at once, here and in another process', async () => {
    const other = await openIdentity({ db: opened.db, secret: null, hasher: quickHasher, wallNow: () => Date.now() + ahead })
    await make('wang')
    for (const change of [() => identity.accounts.giveRole('li', 'wang', 'viewer', { zoneIds: [], assetIds: ['A1'] }), () => identity.accounts.resetPassword('wang', 'another horse'), () => identity.accounts.setClosed('li', 'wang', true, 'left')]) {
      const cookie = cookieOf(await identity.signIn.withPassword('wang', change.toString().includes('setClosed') ? 'another horse' : password, 'desk'))
      let [here, there] = [0, 0]
      expect([await identity.sessions.find(cookie), await other.sessions.find(cookie)].map((session) => session?.accountId)).toEqual(['wang', 'wang'])
      identity.sessions.watch(cookie, () => here++)
      other.sessions.watch(cookie, () => there++)
      await change()
      expect([here, await identity.sessions.find(cookie)]).toEqual([1, null])
      await other.sessions.sweep()
      expect([there, await other.sessions.find(cookie)]).toEqual([1, null])
    }
    expect(await identity.signIn.withPassword('wang', 'another horse', 'desk')).toEqual({ refused: true })
    expect(await identity.accounts.create({ name: 'WANG', password, role: 'viewer', scope: 'everywhere' })).toEqual({ fault: 'name_taken' })
  })

  it('servers that start together on one new database all come to have the operator for a first look', async () => {
    await Promise.all([1, 2, 3].map(() => ensureOperator(identity.accounts, { name: 'first-look', password })))
    expect(await identity.accounts.find('first-look')).toMatchObject({ role: 'operator' })
    await expect(ensureOperator(identity.accounts, { name: '-', password })).rejects.toThrow('its name wants 2 to 40')
  })

  it('nobody changes their own role or closes themselves, and the last administrator of a kind stays', async () => {
    await make('sec1', 'securityAdministrator')
    await make('sec2', 'securityAdministrator')
    expect(await identity.accounts.giveRole('sec1', 'sec1', 'operator', 'everywhere')).toEqual({ fault: 'own_account' })
    expect(await identity.accounts.setClosed('sec1', 'sec1', true, 'why')).toEqual({ fault: 'own_account' })
    // Both at once: each would leave the other.
    const outcomes = await Promise.all([identity.accounts.giveRole('sec1', 'sec2', 'operator', 'everywhere'), identity.accounts.setClosed('x', 'sec1', true, 'why')])
    expect(outcomes.filter((outcome) => outcome === 'changed')).toHaveLength(1)
    expect(outcomes).toContainEqual({ fault: 'last_administrator' })
  })

  it('asks for a second factor once it is set up; a code or a backup code opens, each backup code once', async () => {
    await make('zhao')
    const first = await signIn('zhao')
    const session = (await identity.sessions.find(first))!
    expect(await identity.secondFactors.begin(first, session, 'wrong password')).toBeNull()
    const { secret, backupCodes, uri } = (await identity.secondFactors.begin(first, session, password))!
    expect(uri).toContain('otpauth://totp/Hearthway:zhao?')
    // Not in force before it was proven.
    expect(await identity.signIn.withPassword('zhao', password, 'desk')).toHaveProperty('cookie')
    expect(await identity.secondFactors.verify(first, '000000')).toEqual({ right: false, cookie: null })
    const verified = await identity.secondFactors.verify(first, totp(secret, Date.now()))
    expect(verified.right).toBe(true)
    expect(await identity.sessions.find(first)).toBeNull()
    expect(await identity.sessions.find(verified.cookie!)).toMatchObject({ accountId: 'zhao', hasSecondFactor: true })
    const waiting = async (): Promise<string> => {
      const result = await identity.signIn.withPassword('zhao', password, 'desk')
      return 'secondFactor' in result ? result.secondFactor : `none: ${JSON.stringify(result)}`
    }
    const challenge = await waiting()
    expect(await identity.signIn.withCode(challenge, '123456', 'desk')).toEqual({ refused: true })
    expect(await identity.sessions.find(cookieOf(await identity.signIn.withCode(challenge, totp(secret, Date.now()), 'desk')))).toMatchObject({ accountId: 'zhao' })
    // Used up.
    expect(await identity.signIn.withCode(challenge, totp(secret, Date.now()), 'desk')).toEqual({ expired: true })
    expect(await identity.signIn.withCode(await waiting(), backupCodes[0]!, 'desk')).toHaveProperty('cookie')
    expect(await identity.signIn.withCode(await waiting(), backupCodes[0]!, 'desk')).toEqual({ refused: true })
    // Lost: taken away by somebody else, it ends the sessions and the password alone opens.
    expect(await identity.accounts.resetSecondFactor('zhao')).toBe('changed')
    expect(await identity.sessions.find(verified.cookie!)).toBeNull()
    expect(await identity.sessions.find(await signIn('zhao'))).toMatchObject({ accountId: 'zhao', hasSecondFactor: false })
    expect(await identity.accounts.resetSecondFactor('zhao')).toEqual({ fault: 'no_second_factor' })
  })

  it('a proof by password or code is fresh again; wrong ones lock like a sign-in and end the session', async () => {
    await make('qian')
    const cookie = await signIn('qian', 'proof desk')
    const session = (await identity.sessions.find(cookie))!
    const began = session.provenAtMs
    ahead += 6 * 60_000
    expect(await identity.signIn.prove(session, cookie, { password }, 'proof desk')).toEqual({ proven: true })
    expect(session.provenAtMs - began).toBeGreaterThan(5 * 60_000)
    expect(await identity.signIn.prove(session, cookie, { code: '123456' }, 'a')).toEqual({ refused: true })
    for (let i = 0; i < 9; i++) await identity.signIn.prove(session, cookie, { password: `guess number ${i}` }, `proof ${i}`)
    expect(await identity.sessions.find(cookie)).toBeNull()
    expect(await identity.signIn.withPassword('qian', password, 'proof desk')).toHaveProperty('waitS')
  })
})
