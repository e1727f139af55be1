import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditChainView } from '#domain/wire/audit'
import { appendHead } from '#server/audit/head-file'
import { testEngines } from '#db/testing/test-database'
import { openTestApp, testNow, testPassword } from './testing/test-app'

interface Told { event: string; actor: string | null; role: string | null; address: string; subject: string; before?: { name: string } | null; after?: Record<string, unknown> | null; reason: string | null; at: string }

const polygon = { type: 'Polygon', coordinates: [[[126.59, 45.74], [126.62, 45.74], [126.62, 45.76], [126.59, 45.74]]] }

describe.each(testEngines)('what the audit hears of, on %s', (engine) => {
  let api: Awaited<ReturnType<typeof openTestApp>>
  const folder = mkdtempSync(join(tmpdir(), 'hearthway-heads-'))
  const headFile = join(folder, 'heads.jsonl')
  beforeAll(async () => { api = await openTestApp(engine, { HEARTHWAY_AUDIT_HEAD: headFile }) })
  afterAll(async () => {
    await api.close()
    rmSync(folder, { recursive: true })
  })
  let heard = 0
  /** What was recorded since the last look. */
  const news = async (): Promise<Told[]> => {
    await api.auditRoom.audit.record({ at: testNow, event: 'test.look', actor: 'server', role: null, secondPerson: null, address: null, subject: null })
    const rows = await api.db.query<{ seq: number; body: string }>('SELECT seq, body FROM audit_records WHERE seq > $1 ORDER BY seq', [heard])
    heard = rows.at(-1)?.seq ?? heard
    return rows.map(({ body }) => JSON.parse(body) as Told).filter(({ event }) => event !== 'test.look')
  }

  it('zones with their state before and after, who changed them and from where', async () => {
    const cookie = await api.signIn()
    await news()
    const { id } = await (await api.send('POST', '/api/zones', { name: 'east', polygon }, cookie)).json() as { id: string }
    await api.send('PUT', `/api/zones/${id}`, { name: 'west', polygon }, cookie)
    await api.app.request(`/api/zones/${id}`, { method: 'DELETE', headers: cookie })
    const [created, updated, deleted] = await news()
    const who = { actor: expect.any(String), role: 'operator', address: 'no socket', subject: `zone:${id}`, at: testNow.toISOString() }
    expect(created).toMatchObject({ event: 'zone.create', ...who, before: null, after: { name: 'east', polygon } })
    expect(updated).toMatchObject({ event: 'zone.update', ...who, before: { name: 'east' }, after: { name: 'west' } })
    expect(deleted).toMatchObject({ event: 'zone.delete', ...who, before: { name: 'west' }, after: null })
  })

  it('an export, before the first byte of it leaves', async () => {
    await news()
    expect((await api.get('/api/export/segments.geojson?crs=EPSG:4490')).status).toBe(200)
    expect(await news()).toMatchObject([{ event: 'export.take', subject: 'export:segments.geojson', after: { crs: 'EPSG:4490', rows: 4 }, address: 'no socket' }])
  })

  it('signing in and out, and refusals: the first at once, repeats counted', async () => {
    await news()
    const cookie = await api.signIn()
    await api.app.request('/api/session', { method: 'DELETE', headers: cookie })
    expect((await news()).map(({ event }) => event)).toEqual(['session.signIn', 'session.signOut'])
    for (let attempt = 0; attempt < 3; attempt++) expect((await api.send('POST', '/api/session', { name: 'eve', password: 'guess number one' })).status).toBe(401)
    for (let attempt = 0; attempt < 5; attempt++) expect((await api.send('POST', '/api/zones', { name: 'x', polygon })).status).toBe(401)
    expect(await news()).toMatchObject([
      { event: 'session.refused', subject: 'account:eve', reason: 'access.wrong_password', actor: null },
      { event: 'access.denied', subject: 'path:/api/zones', reason: 'access.sign_in', after: { method: 'POST' } },
    ])
    api.auditRoom.denials.tell(true)
    expect(await news()).toMatchObject([{ event: 'session.refused', after: { repeated: 2 } }, { event: 'access.denied', after: { repeated: 4 } }])
  })

  it('a command that was asked for, with role and address', async () => {
    const cookie = await api.signIn()
    await news()
    const answer = await api.send('POST', '/api/commands', { target: { kind: 'loop', id: 'L1' }, mode: 'off' }, { ...cookie, 'idempotency-key': 'audit-test-key' })
    expect(answer.status).toBe(202)
    const { commands: [command] } = await answer.json() as { commands: { id: number }[] }
    expect((await news())[0]).toMatchObject({ event: 'command.queued', subject: `command:${command!.id}`, role: 'operator', address: 'no socket', after: { mode: 'off', loop_id: 'L1' } })
  })

  it('a change of an account with what it was, and nothing of one that was refused', async () => {
    const [system, security, auditor] = [await api.signInAs('systemAdministrator'), await api.signInAs('securityAdministrator'), await api.signInAs('auditor')]
    const { account: only } = await (await api.get('/api/session', auditor)).json() as { account: string }
    const own = await api.signIn()
    await news()
    expect((await api.send('POST', `/api/accounts/${only}/close`, { reason: 'left' }, system)).status).toBe(409)
    expect((await api.send('PUT', `/api/accounts/${only}/role`, { role: 'viewer', scope: 'everywhere' }, security)).status).toBe(409)
    expect((await api.send('POST', '/api/account/password', { current_password: testPassword, new_password: 'too short' }, own)).status).toBe(422)
    expect((await api.send('POST', '/api/account/second-factor/remove', { password: testPassword }, own)).status).toBe(409)
    expect(await news()).toEqual([])
    expect((await api.send('POST', '/api/accounts', { id: 'Wu', name: 'Wu' }, system)).status).toBe(201)
    expect((await api.send('PUT', '/api/accounts/wu/role', { role: 'operator', scope: { zone_ids: [], asset_ids: ['A1'] } }, security)).status).toBe(200)
    expect((await api.send('POST', '/api/accounts/wu/close', { reason: 'left' }, system)).status).toBe(200)
    for (const path of ['unlock', 'reset-password']) expect((await api.send('POST', `/api/accounts/wu/${path}`, {}, security)).status).toBe(200)
    expect((await api.send('DELETE', '/api/accounts/wu/sessions', {}, security)).status).toBe(204)
    expect(await news()).toMatchObject([
      { event: 'account.create', subject: 'account:wu', role: 'systemAdministrator', address: 'no socket', after: { role: 'viewer', closed: false } },
      { event: 'account.authorise', role: 'securityAdministrator', before: { role: 'viewer' }, after: { role: 'operator', scope: { asset_ids: ['A1'] } } },
      { event: 'account.close', before: { role: 'operator', closed: false }, reason: 'left' }, { event: 'account.unlock' }, { event: 'account.resetPassword' }, { event: 'account.endSessions' },
    ])
  })

  it('tells the auditor whether the chain is whole, and with what its end was compared', async () => {
    const auditor = await api.signInAs('auditor')
    const look = async (): Promise<AuditChainView> => await (await api.get('/api/audit/chain', auditor)).json() as AuditChainView
    const unnoted = await look()
    expect(unnoted).toMatchObject({ whole: false, broken: null, notes: { kind: 'missing' } })
    await appendHead(headFile, { ...unnoted.head!, written_at: testNow.toISOString() })
    await news()
    expect(await look()).toMatchObject({ whole: true, notes: { kind: 'agree', compared: 1 }, note_faults: [], head: { seq: heard } })
    await appendHead(headFile, { seq: heard + 9, hash: unnoted.head!.hash, written_at: testNow.toISOString() })
    expect(await look()).toMatchObject({ whole: false, notes: { kind: 'cut', noted_seq: heard + 9 } })
  })

  it('or the change does not happen: a zone whose record cannot be written is not saved; a refusal stays a refusal', async () => {
    const [cookie, system] = [await api.signIn(), await api.signInAs('systemAdministrator')]
    await api.db.query("CREATE FUNCTION break_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit is broken'; END $$")
    await api.db.query('CREATE TRIGGER broken BEFORE INSERT ON audit_records FOR EACH ROW EXECUTE FUNCTION break_audit()')
    try {
      expect((await api.send('POST', '/api/zones', { name: 'unrecorded', polygon }, cookie)).status).toBe(500)
      expect((await api.send('POST', '/api/commands', { target: { kind: 'loop', id: 'L1' }, mode: 'off' }, { ...cookie, 'idempotency-key': 'audit-test-broken' })).status).toBe(500)
      expect((await api.get('/api/export/segments.geojson')).status).toBe(503)
      expect((await api.send('POST', '/api/accounts', { id: 'unrecorded' }, system)).status).toBe(500)
      expect((await api.send('POST', '/api/accounts/wu/reopen', {}, system)).status).toBe(500)
      expect((await api.send('PUT', '/api/zones/z', { name: 'x', polygon })).status).toBe(401)
      expect((await api.get('/api/zones')).status).toBe(200)
      await api.auditRoom.denials.stop()
    } finally {
      await api.db.query('DROP TRIGGER broken ON audit_records')
    }
    expect(await api.db.query("SELECT 1 FROM zones WHERE name = 'unrecorded'")).toEqual([])
    expect(await api.db.query("SELECT id, banned FROM accounts WHERE id IN ('unrecorded', 'wu')")).toEqual([{ id: 'wu', banned: true }])
    // Counted on while it could not be written.
    await api.auditRoom.denials.stop()
    expect((await news()).filter(({ event }) => event === 'access.denied')).toMatchObject([{ after: { repeated: 1 } }])
  })
})
