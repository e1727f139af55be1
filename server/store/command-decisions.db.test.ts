import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '#db/database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { nextState, type CommandEvent } from '#domain/control/life-cycle'
import type { CommandStep, CommandStore, Decision, RequestState, RequestToSave, StoredCommand } from './command-store'
import { openCommandStore } from './commands'
import { seedLoops } from './testing/seed-loops'

const at = new Date('2026-01-10T12:00:00Z')
const later = new Date('2026-01-10T12:15:00Z')
let made = 0

describe.each(testEngines)('decisions about requests on %s', (engine) => {
  let db: Database
  let store: CommandStore
  let close: () => Promise<void>
  let loops: string[]
  let loop: string

  beforeAll(async () => {
    ({ db, close } = await openTestDatabase(engine))
    store = openCommandStore(db)
    loops = await seedLoops(db, 24)
  })
  afterAll(() => close())
  beforeEach(() => { loop = loops.shift() as string })

  const want = (more: Partial<RequestToSave['wanted'][number]> = {}) => ({ loopId: loop, slot: 8, mode: 'heat' as const, setpointC: 35, leaseS: 600, reasonText: null, seenSequence: 0, ...more })
  const save = async (more: Partial<RequestToSave> = {}) => {
    const outcome = await store.saveRequest({
      id: `d${made += 1}`, actor: 'op', key: `d${made}`, sha256: 'aa', at, refused: [], wanted: [want()], payloadSha256: () => 'f'.repeat(64), answer: (_, refused) => ({ group: null, commands: [], refused }), ...more,
    })
    if (outcome.kind !== 'saved') throw new Error(outcome.kind)
    return outcome
  }
  const step = (event: CommandEvent, state: StoredCommand['state'], more: Partial<CommandStep> = {}): CommandStep => ({ event, state: nextState(state, event) as CommandStep['state'], at, actor: 'op', reason: null, ...more })
  const all = (event: CommandEvent) => ({ commands }: RequestState): Decision<string> =>
    ({ answer: 'done', steps: commands.filter((command) => nextState(command.state, event)).map((command) => ({ id: command.id, step: step(event, command.state) })) })
  const approve = (by: string) => (state: RequestState): Decision<string> => {
    if (state.approval?.decision !== null) throw new Error('decided before')
    return { ...all('authorise')(state), decideApproval: { decision: 'approved', approver: by, approverSessionSha256: null, validUntil: later, note: null, role: 'operator', address: null, seen: { surface: { value: 1, age_s: 2 } } } }
  }
  const apply = async (command: StoredCommand): Promise<StoredCommand> => {
    const sent = await store.claim(command, { ...step('send', 'queued'), sentAt: at, expiresAt: later })
    return (await store.step(sent as StoredCommand, step('agrees', 'sent')))?.command as StoredCommand
  }

  test('of ten who approve at once, one does; the loop is reserved once', async () => {
    const { created: [command] } = await save({ begins: 'validated', waitUntil: later, needsOperate: true, needsApproval: true })
    expect((await store.loadPendingApprovals()).map((state) => state.request.id)).toContain(command?.requestId)
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => store.decide(command?.requestId as string, at, approve(`second${i}`))))
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    expect(await store.load(command?.id as number)).toMatchObject({ state: 'queued', attempt: 1, queuedAt: at })
    expect((await store.loadRequest(command?.requestId as string))?.approval).toMatchObject({ decision: 'approved', approver: expect.stringMatching(/^second\d$/), commandIds: [command?.id], payloadSha256: 'f'.repeat(64) })
  })

  test('an approval and a stop at once: whatever comes first, the loop ends with the stop', async () => {
    const { created: [command] } = await save({ begins: 'validated', waitUntil: later, needsApproval: true })
    const stop = () => save({ everySlot: true, wanted: [want({ mode: 'release', setpointC: null, leaseS: null })] })
    const [, stopped] = await Promise.all([store.decide(command?.requestId as string, at, (state) => (state.commands[0]?.state === 'validated' ? approve('second')(state) : { steps: [], answer: 'late' })), stop()])
    expect(await store.load(command?.id as number)).toMatchObject({ state: 'superseded', reason: 'stopped' })
    expect(await store.loadOpen([loop])).toMatchObject([{ id: stopped.created[0]?.id, everySlot: true, state: 'queued' }])
  })

  test('a decision that throws, or a step that is not in the table, leaves nothing behind', async () => {
    const { created: [command] } = await save()
    await expect(store.decide(command?.requestId as string, at, () => { throw new Error('no') })).rejects.toThrow('no')
    await expect(store.decide(command?.requestId as string, at, () => ({ answer: '', steps: [{ id: command?.id as number, step: step('cancel', 'queued') }, { id: command?.id as number, step: step('send', 'queued') }] }))).rejects.toThrow(/not possible/)
    expect(await store.load(command?.id as number)).toEqual(command)
    expect(await store.decide('none', at, all('cancel'))).toBeNull()
  })

  test('cancel and send at once: one of them, never both', async () => {
    const { created: [command] } = await save()
    const [cancelled, sent] = await Promise.all([store.decide(command?.requestId as string, at, all('cancel')), store.claim(command as StoredCommand, { ...step('send', 'queued'), sentAt: at })])
    const row = await store.load(command?.id as number)
    expect([row?.state, cancelled?.stepped.length ?? 0, sent !== null]).toEqual(row?.state === 'sent' ? ['sent', 0, true] : ['cancelled', 1, false])
  })

  test('a higher slot moves the holder into the second row, and a take-over brings it back under a new sequence, once', async () => {
    const low = await apply((await save({ wanted: [want({ slot: 13 })] })).created[0] as StoredCommand)
    const high = await apply((await save()).created[0] as StoredCommand)
    expect(await store.load(low.id)).toMatchObject({ state: 'held', reason: 'outranked', expiresAt: later })
    const held = await store.load(low.id) as StoredCommand
    expect(await store.step(held, step('takeOver', 'held'))).toBeNull()
    await store.step(high, step('leaseEnded', 'applied'))
    const taken = await Promise.all([1, 2, 3].map(() => store.step(held, { ...step('takeOver', 'held'), aboveSequence: 70 })))
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await store.load(low.id)).toMatchObject({ state: 'queued', sequence: 71, sentAt: null, appliedAt: null, takenOver: true, expiresAt: later })
  })

  test('a stop ends the second row at once and the first when it is confirmed, in whatever slot', async () => {
    const low = await apply((await save({ wanted: [want({ slot: 13 })] })).created[0] as StoredCommand)
    const high = await apply((await save()).created[0] as StoredCommand)
    const { created: [stop], superseded } = await save({ everySlot: true, wanted: [want({ mode: 'release', setpointC: null, leaseS: null })] })
    expect(superseded).toMatchObject([{ id: low.id, state: 'released', reason: 'stopped' }])
    expect((await save({ everySlot: true, wanted: [want({ mode: 'release', setpointC: null, leaseS: null })] })).created[0]?.id).toBe(stop?.id)
    const sent = await store.claim(stop as StoredCommand, { ...step('send', 'queued'), sentAt: at })
    const done = await store.step(sent as StoredCommand, step('releaseConfirmed', 'sent'))
    expect(done?.displaced).toMatchObject([{ id: high.id, state: 'released', reason: 'stopped' }])
    expect(await store.loadOpen([loop])).toEqual([])
  })

  test('a lock bars the request, the sending and the take-over of others; a stop passes', async () => {
    const { created: [waiting] } = await save()
    const lock = await store.placeLock({ kind: 'incident', holder: 'other', reason: 'burst', target: { kind: 'loop', id: loop }, loopIds: [loop], placedAtMs: at.getTime(), untilMs: later.getTime() })
    expect((await save()).answer.refused).toMatchObject([{ loop_id: loop, reason: 'locked', params: { holder: 'other', kind: 'incident' } }])
    expect(await store.claim(waiting as StoredCommand, { ...step('send', 'queued'), sentAt: at })).toMatchObject({ state: 'rejected', reason: 'locked', sentAt: null })
    const { created: [stop] } = await save({ everySlot: true, wanted: [want({ mode: 'release', setpointC: null, leaseS: null })] })
    expect(await store.claim(stop as StoredCommand, { ...step('send', 'queued'), sentAt: at })).toMatchObject({ state: 'sent' })
    expect(await store.loadLocks(later)).toEqual([])
    expect(await store.endLock(lock.id, 'other', at)).toMatchObject({ id: lock.id })
    expect(await store.endLock(lock.id, 'other', at)).toBeNull()
  })

  test('a draft reserves nothing', async () => {
    await save({ begins: 'drafted', waitUntil: later })
    expect((await save()).created).toHaveLength(1)
    expect((await store.loadWaiting()).map(({ waitUntil }) => waitUntil)).toContainEqual(later)
  })
})
