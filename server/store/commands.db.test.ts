import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import type { Database } from '#db/database'
import type { KeptExpectation } from '#domain/control/judge-effect'
import type { EffectView } from '#domain/wire/commands'
import { viewOfCommand } from '#server/control/command-view'
import type { CommandStep, CommandStore, RequestToSave, StoredCommand } from './command-store'
import { openCommandStore } from './commands'
import { seedLoops } from './testing/seed-loops'

const at = new Date('2026-01-10T12:00:00Z')
const step = (event: CommandStep['event'], state: CommandStep['state'], more: Partial<CommandStep> = {}): CommandStep => ({ event, state, at, actor: 'server', reason: null, ...more })
let made = 0

describe.each(testEngines)('the command store on %s', (engine) => {
  let db: Database
  let store: CommandStore
  let close: () => Promise<void>
  let loop: string
  let loops: string[]

  beforeAll(async () => {
    ({ db, close } = await openTestDatabase(engine))
    store = openCommandStore(db)
    loops = await seedLoops(db, 20)
  })
  afterAll(() => close())
  beforeEach(() => { loop = loops.shift() as string })

  const request = (mode: StoredCommand['mode'], more: Partial<RequestToSave> = {}): RequestToSave => ({
    id: `r${made += 1}`, actor: 'op', key: `k${made}`, sha256: 'aa', at, refused: [],
    wanted: [{ loopId: loop, slot: 8, mode, setpointC: mode === 'heat' ? 35 : null, leaseS: mode === 'release' ? null : 600, reasonText: null, seenSequence: 0 }],
    answer: (commands, refused) => ({ group: null, commands: [], refused: [...refused, { loop_id: 'made', reason: String(commands.length) }] }), ...more,
  })
  const save = async (mode: StoredCommand['mode'], more?: Partial<RequestToSave>) => {
    const outcome = await store.saveRequest(request(mode, more))
    if (outcome.kind !== 'saved') throw new Error(outcome.kind)
    return outcome
  }
  const apply = async (command: StoredCommand): Promise<StoredCommand> => {
    const sent = await store.claim(command, step('send', 'sent', { sentAt: at }))
    return (await store.step(sent as StoredCommand, step('agrees', 'applied')))?.command as StoredCommand
  }
  const events = async (id: number) => (await db.query<{ state: string; actor: string }>('SELECT state, actor FROM command_events WHERE command_id = $1 ORDER BY id', [id])).map((row) => `${row.state} ${row.actor}`)

  test('answers a repeated key with the rows as they are by then, and another body under it is a conflict', async () => {
    const told: RequestToSave['answer'] = (commands, refused) => ({ group: null, commands: commands.map(viewOfCommand), refused })
    const first = await save('heat', { key: 'same', answer: told, refused: [{ loop_id: 'other', reason: 'local_switch' }] })
    expect(first.answer.commands).toMatchObject([{ state: 'queued', attempt: 0 }])
    const applied = await apply(first.created[0] as StoredCommand)
    expect(await store.saveRequest(request('heat', { key: 'same', answer: told }))).toEqual({ kind: 'repeated', answer: { group: null, commands: [viewOfCommand(applied)], refused: first.answer.refused } })
    expect(applied).toMatchObject({ state: 'applied', attempt: 2 })
    expect(await store.saveRequest(request('heat', { key: 'same', sha256: 'bb' }))).toEqual({ kind: 'conflict' })
    expect((await store.saveRequest(request('release', { key: 'same', actor: 'other' }))).kind).toBe('saved')
  })

  test('makes one command of ten simultaneous requests under one key', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => store.saveRequest(request('heat', { key: 'burst' }))))
    expect(outcomes.filter((o) => o.kind === 'saved')).toHaveLength(1)
    expect(outcomes.filter((o) => o.kind === 'repeated')).toHaveLength(9)
    expect(await store.loadOpen([loop])).toHaveLength(1)
  })

  test('keeps one command in flight per loop: queued ones give way, sent ones only to off and release', async () => {
    const first = (await save('heat')).created[0] as StoredCommand
    const second = await save('heat')
    expect(second.superseded).toMatchObject([{ id: first.id, state: 'superseded', reason: 'replaced' }])
    const sent = await store.claim(second.created[0] as StoredCommand, step('send', 'sent', { sentAt: at }))
    expect((await save('heat')).answer.refused[0]).toEqual({ loop_id: loop, reason: 'command_in_flight', params: { command_id: sent?.id } })
    await store.step(sent as StoredCommand, step('lostTouch', 'unknown', { reason: 'timeout_after_send' }))
    expect((await save('heat')).answer.refused[0]?.reason).toBe('outcome_unknown')
    const stop = await save('off')
    expect(stop.superseded).toMatchObject([{ id: sent?.id, state: 'superseded', reason: 'stopped' }])
    expect(stop.created[0]?.sequence).toBeGreaterThan(sent?.sequence as number)
  })

  test('refuses a loop that stands no longer, though the request knew it', async () => {
    const retire = (since: Date | null) => db.query('UPDATE loops SET retired_at = $2 WHERE id = $1', [loop, since])
    await retire(at)
    expect((await save('heat')).answer.refused[0]).toEqual({ loop_id: loop, reason: 'loop_not_found' })
    expect(await store.loadOpen([loop])).toEqual([])
    await retire(null)
    expect((await save('heat')).created).toHaveLength(1)
  })

  test('refuses a second command in flight and a second holder even to bare SQL', async () => {
    const { created: [command] } = await save('heat')
    const copy = (state: string, sequence: number, slot = 8) => db.query(
      'INSERT INTO commands (request_id, loop_id, actor, slot, mode, state, sequence, requested_at) SELECT request_id, loop_id, actor, $4, mode, $2, $3, requested_at FROM commands WHERE id = $1', [command?.id, state, sequence, slot])
    await expect(copy('unknown', 90)).rejects.toThrow(/commands_one_in_flight/)
    await expect(copy('applied', command?.sequence as number)).rejects.toThrow(/commands_loop_sequence/)
    await copy('applied', 91)
    await expect(copy('held', 92)).rejects.toThrow(/commands_one_holder/)
    await expect(copy('effective', 92, 9)).rejects.toThrow(/commands_one_on_device/)
    await copy('held', 92, 9)
    await expect(copy('selected', 93, 9)).rejects.toThrow(/commands_one_in_flight/)
    await expect(copy('wished', 94, 10)).rejects.toThrow(/commands_state/)
  })

  test('fences: a step on an older attempt changes nothing and leaves no event', async () => {
    const { created: [command] } = await save('heat')
    const sent = await store.claim(command as StoredCommand, step('send', 'sent', { sentAt: at }))
    expect(await store.claim(command as StoredCommand, step('send', 'sent'))).toBeNull()
    expect(await store.step(command as StoredCommand, step('neverSent', 'failed'))).toBeNull()
    expect(await store.load(command?.id as number)).toEqual(sent)
    expect(await events(command?.id as number)).toEqual(['queued op', 'sent server'])
  })

  test('lets only one of many workers claim a command', async () => {
    const { created: [command] } = await save('heat')
    const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim(command as StoredCommand, step('send', 'sent', { sentAt: at }))))
    expect(claims.filter(Boolean)).toHaveLength(1)
  })

  test('ends the former holder in the same transaction, as superseded or as released', async () => {
    const first = await apply((await save('heat')).created[0] as StoredCommand)
    const second = await apply((await save('heat')).created[0] as StoredCommand)
    expect(await store.load(first.id)).toMatchObject({ state: 'superseded', reason: 'replaced', endedAt: at })
    const release = (await save('release')).created[0] as StoredCommand
    const sent = await store.claim(release, step('send', 'sent', { sentAt: at }))
    const done = await store.step(sent as StoredCommand, step('releaseConfirmed', 'released', { reason: 'released' }))
    expect(done?.displaced).toMatchObject([{ id: second.id, state: 'released' }])
    expect(await store.loadOpen([loop])).toEqual([])
  })

  test('leaves the former holder alone when the step is fenced off', async () => {
    const first = await apply((await save('heat')).created[0] as StoredCommand)
    const second = (await save('heat')).created[0] as StoredCommand
    await store.claim(second, step('send', 'sent', { sentAt: at }))
    expect(await store.step(second, step('agrees', 'applied'))).toBeNull()
    expect((await store.load(first.id))?.state).toBe('applied')
  })

  test('keeps what was expected and judged of the effect, hands out what is still open, and begins anew with a new span', async () => {
    const open = async () => (await store.loadUnjudged()).filter(({ loopId }) => loopId === loop).map(({ id }) => id)
    const pending: EffectView = { verdict: 'pending', reason: null, judged_at: null, measured_k: null, predicted_k: null, sd_k: null, sensors: ['s'] }
    const expectation: KeptExpectation = { startAtMs: 0, stepS: 1200, appliedAtMs: 60_000, untilMs: 7_200_000, surfaces: [{ sensorId: 's', withoutC: [-2, -2.5], withC: [-2, 0.25] }], before: [{ sensorId: 's', value_c: -1.9, atMs: 0 }] }
    const applied = await apply((await save('heat')).created[0] as StoredCommand)
    expect(applied).toMatchObject({ effect: null, expectation: null })
    expect(await open()).toEqual([applied.id])
    const kept = (await store.step(applied, step('note', 'applied', { effect: pending, expectation, detail: { effect: pending } })))?.command as StoredCommand
    expect(await store.load(applied.id)).toEqual(kept)
    expect(kept).toMatchObject({ effect: pending, expectation })
    // A step that says nothing of it leaves it; one on an older attempt changes nothing.
    const noted = (await store.step(kept, step('note', 'applied', { reason: 'safe_state' })))?.command as StoredCommand
    expect(noted).toMatchObject({ effect: pending, expectation })
    expect(await store.step(kept, step('effect', 'effective', { effect: { ...pending, verdict: 'as_predicted' } }))).toBeNull()
    expect(await open()).toEqual([applied.id])
    const none: EffectView = { ...pending, verdict: 'none', judged_at: at.toISOString(), measured_k: 0.1, predicted_k: 2.4, sd_k: 0.7 }
    const judged = (await store.step(noted, step('note', 'applied', { effect: none, detail: { effect: none } })))?.command as StoredCommand
    expect(await open()).toEqual([])
    const [last] = await db.query<{ detail: unknown }>('SELECT detail FROM command_events WHERE command_id = $1 ORDER BY id DESC LIMIT 1', [applied.id])
    expect(last?.detail).toEqual({ event: 'note', effect: none })
    const [audited] = await db.query<{ body: string }>('SELECT body FROM audit_records WHERE subject = $1 ORDER BY seq DESC LIMIT 1', [`command:${applied.id}`])
    expect(JSON.parse(audited!.body)).toMatchObject({ after: { effect: none } })
    const held = (await store.step(judged, step('outranked', 'held')))?.command
    expect(held).toMatchObject({ state: 'held', effect: null, expectation: null })
    expect(await store.load(applied.id)).toEqual(held)
  })

  test('says of an effect that was open when the command ended that it stays open', async () => {
    const applied = await apply((await save('heat')).created[0] as StoredCommand)
    const effect: EffectView = { verdict: 'pending', reason: null, judged_at: null, measured_k: null, predicted_k: null, sd_k: null, sensors: ['s'] }
    const kept = (await store.step(applied, step('note', 'applied', { effect })))?.command as StoredCommand
    const ended = (await store.step(kept, step('leaseEnded', 'expired', { reason: 'lease_ended' })))?.command
    expect(ended?.effect).toEqual({ ...effect, verdict: 'unjudgeable', reason: 'not_told_apart', judged_at: at.toISOString() })
    expect(await store.load(applied.id)).toEqual(ended)
  })

  test('raises the sequence above what the device has seen', async () => {
    const { created: [command] } = await save('heat', { wanted: [{ loopId: loop, slot: 8, mode: 'heat', setpointC: 35, leaseS: 600, reasonText: null, seenSequence: 5_000_000_000 % 2 ** 32 }] })
    expect(command?.sequence).toBe(705_032_705)
  })

  test('turns sent into unknown at a restart, and nothing else', async () => {
    const { created: [command] } = await save('heat')
    await store.claim(command as StoredCommand, step('send', 'sent', { sentAt: at }))
    const lost = await store.loseSent(at)
    expect(lost.map((c) => [c.id, c.state, c.reason])).toContainEqual([command?.id, 'unknown', 'server_restarted'])
    expect(await store.loseSent(at)).toEqual([])
  })

  test('ends at a restart what was still waiting, and nothing else', async () => {
    const { created: [command] } = await save('heat')
    const holder = await apply((await save('heat')).created[0] as StoredCommand)
    const waiting = (await save('off')).created[0] as StoredCommand
    const dropped = await store.dropQueued(at)
    expect(dropped.map((c) => [c.id, c.state, c.reason, c.sentAt, c.endedAt])).toContainEqual([waiting.id, 'failed', 'not_sent', null, at])
    expect(dropped.every((c) => c.reason === 'not_sent')).toBe(true)
    expect(await store.dropQueued(at)).toEqual([])
    expect((await store.load(holder.id))?.state).toBe('applied')
    expect((await store.load(command?.id as number))?.state).toBe('superseded')
    expect(await events(waiting.id)).toEqual(['queued op', 'failed server'])
  })

  test('lists current commands even when they are older than the latest ones, newest first', async () => {
    const listed = await store.loadRecent(1)
    const open = listed.filter((c) => ['queued', 'sent', 'accepted', 'unknown', 'applied'].includes(c.state))
    expect(open.length).toBeGreaterThan(3)
    expect(listed.map((c) => c.id)).toEqual(listed.map((c) => c.id).sort((a, b) => b - a))
  })

  test('never lets go of an event', async () => {
    await expect(db.query('UPDATE command_events SET actor = $1', ['nobody'])).rejects.toThrow()
    await expect(db.query('DELETE FROM command_events')).rejects.toThrow()
  })

  test('loads the plant with its loops in order and the sensors that are read back', async () => {
    const { controllers, sensors } = await store.loadPlant()
    expect(controllers.map((c) => [c.controller.id, c.loops.length, c.loops[3]?.id])).toEqual([['C', 20, 'L3']])
    expect(sensors).toContainEqual({ id: 'L3.setpoint', loopId: 'L3', quantity: 'setpoint', cadenceS: 60 })
  })
})
