import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { mayDo, roles, type Role } from '#domain/identity/roles'
import type { AccountView } from '#domain/wire/accounts'
import type { Problem } from '#domain/wire/problem'
import type { SessionView } from '#domain/wire/session'
import { routeRights } from './route-rights'
import { openTestApp, testPassword } from './testing/test-app'

const square = (lon: number) => ({ type: 'Polygon', coordinates: [[[lon, 45.749], [lon + 0.002, 45.749], [lon + 0.002, 45.751], [lon, 45.751], [lon, 45.749]]] })

// The engines differ in nothing that is looked at here; their statements are tried in the identity room's own tests.
describe('who may do what, over HTTP', () => {
  let t: Awaited<ReturnType<typeof openTestApp>>
  const cookies = new Map<Role, Record<string, string>>()
  const problem = async (answer: Response): Promise<Problem> => await answer.json() as Problem
  /** What a refusal for want of a right is called; null for any other answer. */
  const refusal = async (answer: Response): Promise<string | null> => {
    if (answer.status !== 401 && answer.status !== 403) return null
    const { code } = await problem(answer)
    return code.startsWith('access.') ? code : null
  }
  const ask = (row: string, headers: Record<string, string> = {}): Promise<Response> => {
    const [method, path] = row.replace(/:\w+/g, '999').split(' ') as [string, string]
    return Promise.resolve(method === 'GET' ? t.get(path, headers) : t.send(method, path, {}, headers))
  }

  beforeAll(async () => {
    t = await openTestApp('postgresql', { HEARTHWAY_PUBLIC_READ: 'off' })
    for (const role of roles) cookies.set(role, await t.signInAs(role))
  })
  afterAll(() => t.close())

  it('every route has a row in the table, and every row a route', () => {
    const served = new Set(t.app.routes.filter(({ method, path }) => method !== 'ALL' && /^\/(api\/|(?:ogc|sta)(\/|$))/.test(path) && !path.includes('*')).map(({ method, path }) => `${method} ${path}`))
    expect([...served].filter((row) => !(row in routeRights))).toEqual([])
    expect(Object.keys(routeRights).filter((row) => !served.has(row))).toEqual([])
  })

  it('refuses each route to each role that has not the right, before the body is looked at, and to nobody who has', async () => {
    const wrong: string[] = []
    for (const [row, right] of Object.entries(routeRights)) {
      // A stream has no answer here; of the open ones nobody is refused.
      if (right === 'open' || right === 'device' || row === 'GET /api/live') continue
      if (await refusal(await ask(row)) !== 'access.sign_in') wrong.push(`${row}: nobody`)
      for (const role of roles) {
        const refused = await refusal(await ask(row, cookies.get(role)))
        const isRefused = row === 'GET /api/accounts' ? !['systemAdministrator', 'securityAdministrator', 'auditor'].includes(role) : right !== 'session' && !mayDo(role, right)
        if ((refused === 'access.role') !== isRefused) wrong.push(`${row}: ${role}: ${refused}`)
      }
    }
    expect(wrong).toEqual([])
    expect((await ask('GET /api/live')).status).toBe(401)
    expect((await ask('POST /api/readings', cookies.get('engineer'))).status).toBe(401)
  })

  it('refuses whatever changes something to a page of another site', async () => {
    const foreign = { origin: 'https://elsewhere.example', host: 'localhost' }
    for (const [row, right] of Object.entries(routeRights)) {
      if (row.startsWith('GET') || right === 'device' || right === 'read') continue
      const role = roles.find((one) => right === 'open' || right === 'session' || mayDo(one, right))!
      // Signing in is asked for with a sound body: its shape is looked at before.
      const answer = row === 'POST /api/session' ? t.send('POST', '/api/session', { name: 'li', password: testPassword }, foreign) : row === 'POST /api/session/second-factor' ? t.send('POST', '/api/session/second-factor', { code: '123456' }, foreign) : ask(row, { ...cookies.get(role), ...foreign })
      expect([row, await refusal(await answer)]).toEqual([row, 'access.foreign_origin'])
    }
  })

  it('a command reaches no further than the scope: neither by loop, segment nor zone', async () => {
    const zone = async (name: string, lon: number): Promise<string> => ((await (await t.send('POST', '/api/zones', { name, polygon: square(lon) }, cookies.get('analyst'))).json()) as { id: string }).id
    const [around, elsewhere] = [await zone('around the bridge', 126.6095), await zone('elsewhere', 126.5995)]
    const give = async (cookie: Record<string, string>, target: object, key: string) => {
      const answer = await t.send('POST', '/api/commands', { target, mode: 'off' }, { ...cookie, 'idempotency-key': `scope-test-${key}` })
      return [answer.status, answer.status === 403 ? (await problem(answer)).code : null]
    }
    const bound = await t.signInAs('operator', { zoneIds: [elsewhere], assetIds: ['A1'] })
    for (const target of [{ kind: 'loop', id: 'L1' }, { kind: 'segment', id: 'h' }, { kind: 'zone', id: around }]) expect([target, await give(bound, target, target.kind)]).toEqual([target, [403, 'access.scope']])
    expect(await give(await t.signInAs('operator', { zoneIds: [around], assetIds: [] }), { kind: 'loop', id: 'L1' }, 'zone-scope')).toEqual([202, null])
    expect(await give(await t.signInAs('operator', { zoneIds: [], assetIds: ['B1'] }), { kind: 'loop', id: 'L1' }, 'asset-scope')).toEqual([202, null])
    // Whoever is bound by a zone must not move its border.
    for (const method of ['PUT', 'DELETE']) {
      const answer = await t.send(method, `/api/zones/${around}`, { name: 'wider', polygon: square(126.6) }, cookies.get('operator'))
      expect([answer.status, (await problem(answer)).code]).toEqual([409, 'zone.in_scope'])
    }
  })

  it('gives every sign-in a session of its own, and ends the one that came along', async () => {
    const planted = (await t.signIn()).cookie!
    const answer = await t.send('POST', '/api/session', { name: 'li', password: testPassword }, { cookie: planted })
    const given = answer.headers.get('set-cookie')!
    expect(given).toMatch(/HttpOnly; SameSite=Strict/)
    expect(given.split(';')[0]).not.toBe(planted)
    expect((await (await t.get('/api/session', { cookie: planted })).json() as SessionView).signed_in).toBe(false)
    expect((await (await t.get('/api/session', { cookie: given.split(';')[0]! })).json() as SessionView)).toMatchObject({ signed_in: true, account: 'li', role: 'operator' })
    const forged = `${planted.split('.')[0]}.${given.split(';')[0]!.split('.')[1]}`
    expect((await t.get('/api/network', { cookie: forged })).status).toBe(401)
  })

  it('makes, authorises, closes and reopens accounts by two administrators, and lets the new one do nothing before the password is changed', async () => {
    const [system, security] = [cookies.get('systemAdministrator'), cookies.get('securityAdministrator')]
    const made = await (await t.send('POST', '/api/accounts', { id: 'Sun.Li', name: '孙立' }, system)).json() as { account: AccountView; password: string }
    expect(made.account).toMatchObject({ id: 'sun.li', name: '孙立', role: 'viewer', scope: { zone_ids: [], asset_ids: [] }, must_change_password: true })
    const role = { role: 'engineer', scope: 'everywhere' }
    expect(await refusal(await t.send('PUT', '/api/accounts/sun.li/role', role, system))).toBe('access.role')
    expect(await (await t.send('PUT', '/api/accounts/sun.li/role', role, security)).json()).toMatchObject({ role: 'engineer' })
    const fresh = await t.signIn('sun.li', made.password)
    expect(await refusal(await t.send('POST', '/api/zones', { name: 'x', polygon: square(126.6) }, fresh))).toBe('access.change_password')
    const change = (wanted: string) => t.send('POST', '/api/account/password', { current_password: made.password, new_password: wanted }, fresh)
    expect((await problem(await change('sun.li sun.li'))).code).toBe('account.password_contains_name')
    expect((await problem(await change('password1234'))).code).toBe('account.password_common')
    expect(await (await change('wet snow at noon')).json()).toMatchObject({ must_change_password: false })
    expect((await t.send('POST', '/api/zones', { name: 'of the new one', polygon: square(126.6) }, fresh)).status).toBe(201)
    expect((await t.send('POST', '/api/accounts/sun.li/close', { reason: 'left' }, system)).status).toBe(200)
    expect((await t.send('POST', '/api/zones', { name: 'y', polygon: square(126.6) }, fresh)).status).toBe(401)
    const own = (await (await t.get('/api/session', security)).json() as SessionView).account!
    expect((await problem(await t.send('PUT', `/api/accounts/${own}/role`, role, security))).code).toBe('account.own_account')
    const secondFactorOf = (id: string, headers: HeadersInit) => t.app.request(`/api/accounts/${id}/second-factor`, { method: 'DELETE', headers })
    const ownSystem = (await (await t.get('/api/session', system)).json() as SessionView).account!
    expect((await problem(await secondFactorOf(ownSystem, system!))).code).toBe('account.own_account')
    // Who resets passwords cannot take the second factor as well.
    expect(await refusal(await secondFactorOf('sun.li', security!))).toBe('access.role')
  })

  it('wants a fresh proof for what is critical, and takes a password', async () => {
    const cookie = await t.signInAs('systemAdministrator')
    const make = (id: string) => t.send('POST', '/api/accounts', { id }, cookie)
    t.setWall(() => Date.now() + 6 * 60_000)
    expect(await refusal(await make('later'))).toBe('access.proof_needed')
    expect(await refusal(await t.send('POST', '/api/session/proof', { password: 'a wrong one' }, cookie))).toBe('access.wrong_proof')
    const proven = await (await t.send('POST', '/api/session/proof', { password: testPassword }, cookie)).json() as SessionView
    expect(proven.proof_ends_in_s).toBeGreaterThan(250)
    expect((await make('later')).status).toBe(201)
    t.setWall(() => Date.now())
  })

  it('lets nobody in whose sign-in cannot be put on record, and leaves no session behind', async () => {
    const sessions = async () => (await t.db.query<{ count: number }>('SELECT count(*)::int AS count FROM account_sessions'))[0]?.count
    const before = await sessions()
    const record = vi.spyOn(t.auditRoom.audit, 'record').mockRejectedValueOnce(new Error('the audit cannot be written'))
    const answer = await t.send('POST', '/api/session', { name: 'li', password: testPassword })
    record.mockRestore()
    expect([answer.status, answer.headers.get('set-cookie'), await sessions()]).toEqual([500, null, before])
  })

  it('a screen that nobody touches polls without keeping its operator signed in', async () => {
    const cookie = await t.signInAs('operator')
    const hour = 3600_000
    const started = Date.now()
    const poll = (afterMs: number, headers: Record<string, string>) => {
      t.setWall(() => started + afterMs)
      return t.app.request('/api/approvals', { headers: { ...cookie, ...headers } })
    }
    expect((await poll(1.9 * hour, { 'hearthway-unattended': '1' })).status).toBe(200)
    expect((await poll(2.1 * hour, { 'hearthway-unattended': '1' })).status).toBe(401)
    const attended = await t.signInAs('operator')
    t.setWall(() => started + 4 * hour)
    expect((await t.app.request('/api/approvals', { headers: attended })).status).toBe(200)
    t.setWall(() => Date.now())
  })

  it('refuses bodies that are no JSON, too large or of another shape, and tells a guesser to wait', async () => {
    const status = async (body: string, type = 'application/json') => (await t.app.request('/api/session', { method: 'POST', headers: { 'content-type': type }, body })).status
    expect([await status('{"name":'), await status('[]'), await status('{"name":1,"password":[]}'), await status('null'), await status(JSON.stringify({ name: 'x', password: 'y'.repeat(2 ** 20) })), await status('name=li', 'application/x-www-form-urlencoded')]).toEqual([400, 400, 400, 400, 413, 415])
    let last = new Response()
    for (let i = 0; i < 6; i++) last = await t.send('POST', '/api/session', { name: 'li', password: `guess number ${i}` })
    expect([last.status, Number(last.headers.get('retry-after')) > 0]).toEqual([429, true])
  })
})
