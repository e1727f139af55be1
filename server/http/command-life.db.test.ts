import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testEngines } from '#db/testing/test-database'
import type { ApprovalsView, CommandGroupView } from '#domain/wire/command-groups'
import type { CommandAnswer } from '#domain/wire/commands'
import type { LoopSlotsView } from '#domain/wire/slots'
import type { Problem } from '#domain/wire/problem'
import { openTestApp, testNow } from './testing/test-app'

type Head = Record<string, string>
const quiet = { runwayId: 'R1', use: { inUse: false, source: 'operations', reference: 'A1/26', declaredAtMs: testNow.getTime(), expiresAtMs: testNow.getTime() + 3_600_000 } }
const off = { target: { kind: 'loop', id: 'L1' }, mode: 'off', notam_reference: 'A1/26', reason: 'works' }
let keys = 0
const key = (): Head => ({ 'idempotency-key': `life-key-${keys += 1}` })

/** The controller of the test app does not answer: what ends a flow of heat is taken nevertheless, and waits. */
describe.each(testEngines)('the life of a command over HTTP on %s', (engine) => {
  let road: Awaited<ReturnType<typeof openTestApp>>
  let runway: Awaited<ReturnType<typeof openTestApp>>
  let operator: Head
  let crew: Head
  let chief: Head

  beforeAll(async () => {
    road = await openTestApp(engine)
    runway = await openTestApp(engine, {}, { runways: [quiet] })
    operator = await road.signIn()
    crew = await runway.signInAs('airportCrew')
    chief = await runway.signInAs('airportOperations')
  })
  afterAll(() => Promise.all([road.close(), runway.close()]))

  const problem = async (answer: Response | Promise<Response>): Promise<[number, string, string | undefined]> => {
    const { status } = await answer
    const body = await (await answer).json() as Problem
    return [status, body.code, body.errors?.[0]?.field]
  }

  test('a runway: only with the right for runways, then only by somebody else, exactly what was shown, once', async () => {
    expect(await problem(runway.send('POST', '/api/commands', off, { ...await runway.signInAs('operator'), ...key() }))).toEqual([403, 'access.runway', 'target.id'])
    const asked = await (await runway.send('POST', '/api/commands', off, { ...crew, ...key() })).json() as CommandAnswer
    expect(asked).toMatchObject({ group: expect.stringMatching(/^group-/), commands: [{ state: 'validated', needs_operate: true }] })
    const { approvals: [mine] } = await (await runway.get('/api/approvals', crew)).json() as ApprovalsView
    expect(mine).toMatchObject({ mine: true, may_decide: false, why_not: 'same_person' })
    const { approvals: [shown] } = await (await runway.get('/api/approvals', chief)).json() as ApprovalsView
    expect(shown).toMatchObject({ mine: false, may_decide: true, payload: { mode: 'off', loop_ids: ['L1'], notam_reference: 'A1/26', reason: 'works' } })
    expect(JSON.stringify(shown)).not.toContain('sha256":null')
    const path = `/api/command-groups/${asked.group}`
    const payload_sha256 = shown?.group.approval?.payload_sha256
    expect(await problem(runway.send('POST', `${path}/approve`, { payload_sha256 }, crew))).toEqual([403, 'access.role', undefined])
    expect(await problem(runway.send('POST', `${path}/approve`, { payload_sha256: '0'.repeat(64) }, chief))).toEqual([409, 'approval.payload_changed', 'payload_sha256'])
    expect(await problem(runway.send('POST', `${path}/operate`, {}, crew))).toEqual([409, 'group.not_selected', 'id'])
    const approved = await runway.send('POST', `/api/commands/${asked.commands[0]?.id}/approve`, { payload_sha256 }, chief)
    expect([approved.status, await approved.json() as CommandGroupView]).toMatchObject([200, { counts: { queued: 1 }, approval: { decision: 'approved' } }])
    expect(await problem(runway.send('POST', `${path}/decline`, { payload_sha256 }, chief))).toEqual([409, 'approval.decided', 'id'])
    expect((await (await runway.get('/api/approvals', chief)).json() as ApprovalsView).approvals).toEqual([])
  })

  test('the one who asked is no second person, even with the right to approve', async () => {
    const asked = await (await runway.send('POST', '/api/commands', off, { ...chief, ...key() })).json() as CommandAnswer
    const payload_sha256 = (await (await runway.get(`/api/command-groups/${asked.group}`)).json() as CommandGroupView).approval?.payload_sha256
    expect(await problem(runway.send('POST', `/api/command-groups/${asked.group}/approve`, { payload_sha256 }, chief))).toEqual([403, 'approval.same_person', 'id'])
    const other = await runway.signInAs('airportOperations', { zoneIds: [], assetIds: ['elsewhere'] })
    expect(await problem(runway.send('POST', `/api/command-groups/${asked.group}/approve`, { payload_sha256 }, other))).toEqual([403, 'access.scope', 'target.id'])
    expect((await (await runway.get('/api/approvals', other)).json() as ApprovalsView).approvals).toEqual([])
  })

  test('a draft is its author\'s: kept, handed in, withdrawn', async () => {
    const draft = await (await road.send('POST', '/api/commands', { ...off, draft: true }, { ...operator, ...key() })).json() as CommandAnswer
    const id = draft.commands[0]?.id
    expect(draft.commands[0]).toMatchObject({ state: 'drafted', wait_until: new Date(testNow.getTime() + 900_000).toISOString() })
    const other = await road.signInAs('operator')
    expect(await problem(road.send('POST', `/api/commands/${id}/submit`, {}, other))).toEqual([403, 'command.not_yours', 'id'])
    expect(await (await road.send('POST', `/api/commands/${id}/submit`, {}, operator)).json()).toMatchObject({ counts: { queued: 1 } })
    expect(await problem(road.send('POST', `/api/commands/${id}/submit`, {}, operator))).toEqual([409, 'command.not_draft', 'id'])
    expect(await (await road.send('POST', `/api/commands/${id}/cancel`, {}, operator)).json()).toMatchObject({ counts: { cancelled: 1 }, outcome: 'none' })
    expect(await problem(road.send('POST', `/api/commands/${id}/cancel`, {}, operator))).toEqual([409, 'command.already_sent', 'id'])
    expect(await problem(road.send('POST', `/api/commands/${id}/renew`, {}, { ...operator, ...key() }))).toEqual([409, 'command.not_holding', 'id'])
  })

  test('stop all: held long enough, in one\'s scope, for loop, station or zone, past a lock; twice is once', async () => {
    const stop = { target: { kind: 'energyStation', id: 'E1' }, held_ms: 2000, reason: 'smoke' }
    expect(await problem(road.send('POST', '/api/stop', { ...stop, held_ms: 1999 }, { ...operator, ...key() }))).toEqual([422, 'stop.held_too_short', 'held_ms'])
    expect(await problem(road.send('POST', '/api/stop', { ...stop, target: { kind: 'energyStation', id: 'none' } }, { ...operator, ...key() }))).toEqual([404, 'energyStation.not_found', 'target.id'])
    expect(await problem(road.send('POST', '/api/stop', stop, { ...await road.signInAs('analyst'), ...key() }))).toEqual([403, 'access.role', undefined])
    expect(await problem(road.send('POST', '/api/stop', stop, { ...await road.signInAs('operator', { zoneIds: ['none'], assetIds: ['A1'] }), ...key() }))).toEqual([403, 'access.scope', 'target.id'])
    const within = await road.signInAs('engineer', { zoneIds: [], assetIds: ['B1'] })
    const lock = await road.send('POST', '/api/locks', { target: { kind: 'loop', id: 'L1' }, kind: 'maintenance', reason: 'pump out' }, operator)
    expect(lock.status).toBe(201)
    const one = key()
    const first = await (await road.send('POST', '/api/stop', stop, { ...within, ...one })).json() as CommandAnswer
    expect(first.commands).toMatchObject([{ mode: 'release', every_slot: true, state: 'queued' }])
    for (const header of [one, key()]) expect(await (await road.send('POST', '/api/stop', stop, { ...within, ...header })).json()).toMatchObject({ commands: [{ id: first.commands[0]?.id }] })
    expect((await road.send('DELETE', `/api/locks/${(await lock.json() as { id: number }).id}`, {}, operator)).status).toBe(200)
  })

  test('a trip is given back when its cause is gone, by whoever may command there; asked again, the answer is the same', async () => {
    const trip = async (reason: string | null): Promise<string> => {
      await road.db.query("UPDATE commands SET state = 'released', ended_at = $1 WHERE loop_id = 'L1' AND slot = 2 AND state = 'applied'", [testNow])
      await road.db.query("UPDATE commands SET state = 'cancelled', ended_at = $1 WHERE loop_id = 'L1' AND state IN ('queued', 'selected', 'unknown')", [testNow])
      const request = `trip-${keys += 1}`
      await road.db.query("INSERT INTO command_requests (id, actor, idempotency_key, request_sha256, answer, requested_at, target_kind, target_id, loop_count) VALUES ($1, 'interlock', $1, '', '{}', $2, 'loop', 'L1', 1)", [request, testNow])
      const [row] = await road.db.query<{ id: number }>(
        `INSERT INTO commands (request_id, loop_id, actor, slot, mode, lease_s, reason_text, end_reason, state, sequence, requested_at, queued_at, applied_at)
         SELECT $1, 'L1', 'interlock', 2, 'off', 3600, 'runway_in_use', $2, 'applied', COALESCE(max(sequence), 0) + 1, $3, $3, $3 FROM commands WHERE loop_id = 'L1' RETURNING id`, [request, reason, testNow])
      return `/api/commands/${row?.id}/relinquish`
    }
    expect(await problem(road.send('POST', await trip(null), { reason: 'swept' }, { ...operator, ...key() }))).toEqual([409, 'trip.not_safe', 'id'])
    const path = await trip('awaits_acknowledgement')
    expect((await road.send('POST', path, {}, key())).status).toBe(401)
    expect(await problem(road.send('POST', path, {}, { ...await road.signInAs('engineer'), ...key() }))).toEqual([403, 'access.role', undefined])
    expect(await problem(road.send('POST', path, {}, operator))).toEqual([400, 'request.invalid', 'idempotency-key'])
    expect(await problem(road.send('POST', '/api/commands/999999/relinquish', {}, { ...operator, ...key() }))).toEqual([404, 'command.not_found', 'id'])
    const once = { ...operator, ...key() }
    const first = await road.send('POST', path, { reason: 'swept' }, once)
    const { commands: [release] } = await first.json() as CommandAnswer
    expect([first.status, release]).toMatchObject([202, { mode: 'release', slot: 2, loop_id: 'L1', actor: 'li' }])
    // As when the release was read back before the answer arrived.
    await road.db.query("UPDATE commands SET state = 'released', end_reason = NULL, ended_at = $1 WHERE loop_id = 'L1' AND slot = 2", [testNow])
    const again = await road.send('POST', path, { reason: 'swept' }, once)
    expect([again.status, await again.json()]).toMatchObject([202, { commands: [{ id: release?.id, state: 'released' }], refused: [] }])
    expect(await problem(road.send('POST', path, { reason: 'another' }, once))).toEqual([409, 'command.key_reused', 'idempotency-key'])
    expect(await problem(road.send('POST', path, { reason: 'swept' }, { ...operator, ...key() }))).toEqual([409, 'trip.none', 'id'])
  })

  test('locks keep others off, tell who and why, and are ended by their holder or an engineer', async () => {
    const other = await road.signInAs('operator')
    const lock = await (await road.send('POST', '/api/locks', { target: { kind: 'energyStation', id: 'E1' }, kind: 'incident', reason: 'burst' }, operator)).json() as { id: number }
    const refused = await (await road.send('POST', '/api/commands', off, { ...other, ...key() })).json() as CommandAnswer
    expect(refused.refused).toMatchObject([{ reason: 'locked', params: { kind: 'incident', reason: 'burst' } }])
    const { slots, locks, control } = await (await road.get('/api/loops/L1/slots')).json() as LoopSlotsView
    expect([slots.length, slots[7]?.purpose, locks[0]?.id, control]).toEqual([16, 'operator', lock.id, 'unknown'])
    expect(await problem(road.send('DELETE', `/api/locks/${lock.id}`, {}, other))).toEqual([403, 'lock.not_yours', 'id'])
    expect((await road.send('DELETE', `/api/locks/${lock.id}`, {}, await road.signInAs('engineer'))).status).toBe(200)
    expect(await (await road.get('/api/locks')).json()).toEqual({ locks: [] })
    const told = (await road.db.query<{ body: string }>('SELECT body FROM audit_records ORDER BY seq')).map(({ body }) => JSON.parse(body) as { event: string; actor: string; role: string; subject: string })
    expect(told.filter(({ subject }) => subject === `lock:${lock.id}`)).toMatchObject([{ event: 'lock.place', actor: 'li', role: 'operator', after: { kind: 'incident', loop_ids: ['L1'] } }, { event: 'lock.end', role: 'engineer', before: { holder: 'li' } }])
    expect(await problem(road.send('DELETE', `/api/locks/${lock.id}`, {}, operator))).toEqual([404, 'lock.not_found', 'id'])
  })

  test('what does not exist is 404, who may not is 403, who is nobody is 401', async () => {
    const paths: [string, string, unknown][] = [
      ['POST', '/api/commands/999999/submit', {}], ['POST', '/api/commands/999999/cancel', {}], ['POST', '/api/commands/999999/approve', { payload_sha256: '0'.repeat(64) }], ['POST', '/api/command-groups/none/operate', {}],
      ['POST', '/api/command-groups/none/decline', { payload_sha256: '0'.repeat(64) }],
    ]
    const viewer = await road.signInAs('viewer')
    for (const [method, path, body] of paths) {
      expect([path, (await road.send(method, path, body, operator)).status]).toEqual([path, 404])
      expect([path, (await road.send(method, path, body, viewer)).status]).toEqual([path, 403])
      expect([path, (await road.send(method, path, body)).status]).toEqual([path, 401])
    }
    expect((await road.get('/api/command-groups/none')).status).toBe(404)
    expect((await road.get('/api/loops/none/slots')).status).toBe(404)
    expect((await road.get('/api/approvals')).status).toBe(401)
  })
})
