import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EffectExpectation, EffectQuestion, UnjudgeableReason } from '#domain/control/judge-effect'
import type { CommandView } from '#domain/wire/commands'
import type { StoredCommand } from '#server/store/command-store'
import { CommandSteps } from './command-steps'
import type { ControlSettings } from './control-settings'
import { EffectWatch } from './effect-watch'
import { calmField } from './testing/calm-field'
import { createMemoryCommandStore } from './testing/memory-command-store'
import { testPlant } from './testing/test-plant'
import { createVirtualWall, type VirtualWall } from './testing/virtual-wall'

/** Site time runs 300 times as fast as the wall: an hour in twelve seconds. */
const scale = 300
const epochMs = Date.UTC(2026, 0, 10, 12)
const hourMs = 3_600_000
let wall: VirtualWall
let store: ReturnType<typeof createMemoryCommandStore>
let views: CommandView[]
let asked: EffectQuestion[]
let answer: (question: EffectQuestion) => Promise<EffectExpectation | UnjudgeableReason | null>
/** Measured surface, °C, this many hours after the beginning; null = the probe is silent. */
let surface: (h: number) => number | null
let quality: number
let unchangedSinceMs: number | null
let watch: EffectWatch
let steps: CommandSteps

const nowMs = (): number => epochMs + wall.now() * scale
const passH = (h: number): Promise<void> => wall.pass((h * hourMs) / scale)
/** A surface that stands at -2 °C, and comes to lie 6 K higher with the command. */
const gained = (h: number): number => 6 * (1 - Math.exp(-Math.max(0, h)))
const expected = ({ appliedAtMs, untilMs }: EffectQuestion): EffectExpectation => {
  const hours = Array.from({ length: 13 }, (_, i) => i / 3)
  return { startAtMs: appliedAtMs, stepS: 1200, appliedAtMs, untilMs, surfaces: [{ sensorId: 'surface', withoutC: hours.map(() => -2), withC: hours.map((h) => -2 + gained(h)) }] }
}

beforeEach(() => {
  wall = createVirtualWall()
  store = createMemoryCommandStore(testPlant(1))
  views = []
  asked = []
  answer = async (question) => expected(question)
  surface = gained
  quality = 0
  unchangedSinceMs = null
  open()
})
afterEach(() => watch.stop())

/** A server that takes the lead. */
function open(): void {
  const settings: ControlSettings = {
    store, wall, clock: { now: () => new Date(nowMs()), base: { siteEpochMs: epochMs, wallEpochMs: 0, timeScale: scale } }, openDriver: () => { throw new Error('no line') },
    field: () => {
      const value = surface((nowMs() - epochMs) / hourMs)
      return calmField(nowMs(), { surface: value === null ? [] : [{ sensorId: 'surface', cadenceS: 300, reading: { value: value - 2, atMs: nowMs(), quality, unchangedSinceMs: unchangedSinceMs ?? nowMs() } }] })
    },
    expectEffect: (question) => { asked.push(question); return answer(question) },
    onCommand: (view) => views.push(view), onController: () => {}, onReadBack: () => {}, log: { info() {}, warn() {}, error(detail, words) { throw new Error(`${words}: ${JSON.stringify(detail)}`) } },
  }
  steps = new CommandSteps(settings)
  watch = new EffectWatch(steps, settings.expectEffect as NonNullable<ControlSettings['expectEffect']>)
  watch.start()
}
async function ask(mode: StoredCommand['mode'] = 'heat', slot = 8, renews?: number): Promise<StoredCommand> {
  const id = `r${store.rows.size}`
  const outcome = await store.saveRequest({
    id, actor: 'op', key: id, sha256: '', at: new Date(nowMs()), refused: [], answer: () => ({ group: null, commands: [], refused: [] }),
    wanted: [{ loopId: 'L0', slot, mode, setpointC: mode === 'heat' ? 35 : null, leaseS: 4 * 3600, reasonText: null, seenSequence: 0, ...(renews === undefined ? {} : { renews }) }],
  })
  if (outcome.kind !== 'saved') throw new Error(outcome.kind)
  return outcome.created[0] as StoredCommand
}
const row = (id: number): StoredCommand => store.rows.get(id) as StoredCommand
async function apply(id: number): Promise<void> {
  const at = new Date(nowMs())
  await steps.take(row(id), 'send', null, { sentAt: at, expiresAt: new Date(at.getTime() + 4 * hourMs) })
  await steps.take(row(id), 'agrees', null)
}
const applied = async (mode?: StoredCommand['mode']): Promise<number> => {
  const { id } = await ask(mode)
  await apply(id)
  return id
}

describe('an applied command', () => {
  test('is effective once the measured surface has moved as the model said; how much is kept and told', async () => {
    const id = await applied()
    await passH(0.01)
    expect(row(id)).toMatchObject({ state: 'applied', effect: { verdict: 'pending', sensors: ['surface'] }, expectation: { before: [{ sensorId: 'surface', value_c: -2 }] } })
    await passH(2)
    expect(row(id)).toMatchObject({ state: 'effective', reason: null, effect: { verdict: 'as_predicted', reason: null, sensors: ['surface'] } })
    const { measured_k: measured, predicted_k: predicted, sd_k: sd, judged_at: judgedAt } = row(id).effect!
    expect(measured).toBeCloseTo(predicted!, 1)
    expect(measured).toBeGreaterThan(2 * sd!)
    expect(judgedAt).toBe(row(id).effectiveAt?.toISOString())
    expect(views.at(-1)).toMatchObject({ state: 'effective', effect: { verdict: 'as_predicted' } })
    expect(asked).toMatchObject([{ loopId: 'L0', mode: 'heat', setpointC: 35, appliedAtMs: epochMs, untilMs: epochMs + 4 * hourMs }])
  })

  test('whose surface goes on as without it stays applied and says so, in an event and to all', async () => {
    surface = () => 0
    const id = await applied()
    await passH(3)
    expect(row(id)).toMatchObject({ state: 'applied', reason: null, effectiveAt: null, effect: { verdict: 'none', measured_k: 0 } })
    expect(views.at(-1)).toMatchObject({ state: 'applied', effect: { verdict: 'none' } })
    expect(store.record.at(-1)?.step).toMatchObject({ event: 'note', detail: { effect: { verdict: 'none' } } })
    // Said once, and it stays said.
    const attempt = row(id).attempt
    surface = gained
    await passH(0.5)
    expect(row(id).attempt).toBe(attempt)
  })

  test.each<[string, UnjudgeableReason, () => void, StoredCommand['mode']?]>([
    ['whose mode nobody can follow', 'mode_not_followed', () => {}, 'hold'],
    ['without a forecast', 'no_forecast', () => { answer = async () => 'no_forecast' }],
    ['for which the forecast fails', 'no_forecast', () => { answer = () => Promise.reject(new Error('the forecast thread has ended')) }],
    ['for which the forecast never answers', 'no_forecast', () => { answer = () => new Promise(() => {}) }],
    ['for which the forecast never has time', 'no_forecast', () => { answer = async () => null }],
    ['without a probe', 'no_measurement', () => { surface = () => null }],
    ['with a doubtful probe', 'no_measurement', () => { quality = 1 }],
  ])('%s is unjudgeable, with the reason, and stays applied', async (_, reason, arrange, mode) => {
    arrange()
    const id = await applied(mode)
    await passH(2)
    expect(row(id)).toMatchObject({ state: 'applied', reason: null, effect: { verdict: 'unjudgeable', reason, measured_k: null } })
  })

  test('is not told to have no effect by a probe that sticks', async () => {
    surface = () => 0
    unchangedSinceMs = epochMs
    const id = await applied()
    await passH(3)
    expect(row(id).effect?.verdict).toBe('pending')
    await passH(1.1)
    expect(row(id).effect).toMatchObject({ verdict: 'unjudgeable', reason: 'no_measurement' })
  })

  test('found to be applied long after it was sent is not judged: nobody knows when it began', async () => {
    const { id } = await ask()
    await steps.take(row(id), 'send', null, { sentAt: new Date(nowMs()) })
    await passH(0.2)
    await steps.take(row(id), 'agrees', null)
    await passH(0.05)
    expect(row(id).effect).toMatchObject({ verdict: 'unjudgeable', reason: 'no_forecast' })
    expect(asked).toEqual([])
  })

  test('whose device goes to its safe state is not judged by what it does there', async () => {
    surface = () => 0
    const id = await applied()
    await passH(0.1)
    await steps.note(row(id), 'safe_state')
    await passH(3)
    expect(row(id)).toMatchObject({ reason: 'safe_state', effect: { verdict: 'unjudgeable', reason: 'interrupted' } })
  })

  test('is judged on by the server that takes the lead, against what was expected at first', async () => {
    const id = await applied()
    await passH(0.1)
    await watch.stop()
    answer = () => { throw new Error('asked twice') }
    open()
    await passH(2)
    expect(row(id).state).toBe('effective')
  })
})

describe('the span of a command', () => {
  test('ends with it: what was open stays open for good, and a step on an older attempt changes nothing', async () => {
    const id = await applied()
    await passH(0.05)
    const old = row(id)
    await steps.take(row(id), 'leaseEnded', 'lease_ended')
    expect(row(id)).toMatchObject({ state: 'expired', effect: { verdict: 'unjudgeable', reason: 'not_told_apart' } })
    await steps.tellEffect(old, { ...old.effect!, verdict: 'as_predicted' })
    expect(row(id)).toMatchObject({ state: 'expired', effectiveAt: null })
  })

  test('begins anew after a higher slot: nothing is said while it stands held, and the forecast is asked again', async () => {
    const id = await applied()
    await passH(2)
    expect(row(id).state).toBe('effective')
    const { id: higher } = await ask('off', 5)
    await apply(higher)
    expect(row(id)).toMatchObject({ state: 'held', effect: null, expectation: null })
    await steps.take(row(higher), 'leaseEnded', 'lease_ended')
    await steps.take(row(id), 'takeOver', 'taken_over')
    surface = () => 0
    await passH(0.1)
    await apply(id)
    await passH(3)
    expect(row(id)).toMatchObject({ state: 'applied', effectiveAt: null, effect: { verdict: 'none' } })
    expect(asked.map(({ mode }) => mode)).toEqual(['heat', 'off', 'heat'])
  })

  test.each([['as_predicted', gained, 'effective'], ['none', () => 0, 'applied']] as const)('goes on in a renewed lease: %s is carried over, and the forecast is not asked what it cannot tell', async (verdict, truth, state) => {
    surface = truth
    const first = await applied()
    await passH(3)
    expect(row(first).effect?.verdict).toBe(verdict)
    const { id } = await ask('heat', 8, first)
    await apply(id)
    await passH(0.05)
    expect(row(first)).toMatchObject({ state: 'superseded', reason: 'renewed' })
    expect(row(id)).toMatchObject({ state, effect: row(first).effect })
    expect(asked).toHaveLength(1)
  })

  test('goes on in a renewed lease where nothing was told yet', async () => {
    const first = await applied()
    await passH(0.1)
    const { id } = await ask('heat', 8, first)
    await apply(id)
    await passH(2)
    expect(row(id)).toMatchObject({ state: 'effective', expectation: { appliedAtMs: epochMs } })
    expect(asked).toHaveLength(1)
  })
})
