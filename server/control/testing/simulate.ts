import type { judgeReadBack } from '#domain/control/judge-read-back'
import { encodeCommandBlock } from '#domain/control/testing/first-encoder'
import { nextState, readBackEvents } from '#domain/control/life-cycle'
import { isHolding, isInFlight, isOnDevice, type CommandMode } from '#domain/control/command'
import type { LoopField } from '#domain/control/interlocks/loop-field'
import type { CommandStep, StoredCommand } from '#server/store/command-store'
import { askerOf } from '../asker'
import { defaultTiming } from '../control-settings'
import { createControl, type Control } from '../create-control'
import { Refused } from '../refused'
import { calmField } from './calm-field'
import { createFakeDevice } from './fake-device'
import { openFaultyLine, type Fault, type Line } from './faulty-line'
import { createMemoryCommandStore, type Recorded } from './memory-command-store'
import { slowStore } from './slow-store'
import { testPlant } from './test-plant'
import { createVirtualWall } from './virtual-wall'

export type Action =
  /** `slot` 8 unless said; `draft` keeps it back; loop 'both' reserves a group. Loop 1 lies under a runway while `runway` is on. */
  | { kind: 'ask'; loop: number | 'both'; mode: CommandMode; setpoint_c: number; leaseS: number; slot?: number; draft?: boolean }
  | { kind: 'runway'; on: boolean }
  /** Persons' steps on the newest request that could take them: by the one who asked, or by another. */
  | { kind: 'person'; does: 'operate' | 'approve' | 'decline' | 'submit' | 'cancel' | 'renew'; own: boolean }
  | { kind: 'stop'; loop: number | 'both' }
  /** Somebody else locks a loop, or ends the lock. */
  | { kind: 'lock'; loop: number; on: boolean }
  | { kind: 'faults'; faults: Fault[]; lingerMs: number }
  | { kind: 'pass'; ms: number }
  | { kind: 'plug'; up: boolean }
  | { kind: 'local'; loop: number; local: boolean }
  /** What the device is like from now on. */
  | { kind: 'device'; slowMs: number; limit_c: number }
  | { kind: 'reboot' }
  /** Somebody else writes to the device, with a sequence far above ours. */
  | { kind: 'foreign'; loop: number }
  /** kill -9 of the server, wherever it is, and a new one. */
  | { kind: 'kill' }
  /** A second server on the same database while the first lives on for a while, as after a pause of its process. */
  | { kind: 'split'; ms: number }

/** What to break, to prove that the simulation finds it. */
export interface Sabotage { deviceUnfenced?: boolean; storeUnfenced?: boolean; judge?: typeof judgeReadBack; resend?: boolean; /** Sends what nobody operated or approved. */ hasty?: boolean }

const epochMs = Date.UTC(2026, 0, 10, 12)
const loopCount = 2
const foreignStep = 1000
/** A frame may linger, and a slow device begins late: site ms. */
const pastLeaseMs = 110_000 * 5
const first = askerOf('op')
const second = askerOf('second')
const loopsOf = (loop: number | 'both'): string[] => (loop === 'both' ? ['L0', 'L1'] : [`L${loop}`])
/** Persons are less patient here, so that a story comes to rest soon. */
const timing = { ...defaultTiming, personMs: 60_000, operateMs: 30_000 }
const quietRunway = (nowMs: number): LoopField['runways'][number] => ({ runwayId: 'R', use: { inUse: false, source: 'operations', reference: 'A1/26', declaredAtMs: nowMs, expiresAtMs: nowMs + 3_600_000 } })
/** Site seconds per wall second: leases and transport follow different clocks. */
const timeScale = 5

/**
 * Runs server, line and device through the actions and then lets everything come to rest.
 * Returns every broken promise in words, and the steps of the life cycle ('state event') that were taken.
 */
export async function simulate(actions: readonly Action[], sabotage: Sabotage = {}): Promise<{ broken: string[]; taken: string[] }> {
  const broken: string[] = []
  const wall = createVirtualWall()
  const siteNow = (): Date => new Date(epochMs + wall.now() * timeScale)
  const device = createFakeDevice(loopCount, () => siteNow().getTime(), !sabotage.deviceUnfenced)
  const queue: Fault[] = []
  const frames: NonNullable<Line['frames']> = []
  const line: Line = { next: () => queue.shift() ?? 'none', up: true, lingerMs: 0, frames }
  const plant = testPlant(loopCount)
  const store = createMemoryCommandStore(plant, !sabotage.storeUnfenced)
  const effectOf = (id: number) => {
    const row = store.rows.get(id)
    return row && device.effects.find((effect) => effect.sequence === row.sequence && plant[0]?.loops[effect.loopIndex]?.id === row.loopId)
  }

  let watched = 0
  let runway = false
  const approvals = new Map<string, string>()
  const lockedSince: { loopId: string; fromMs: number; id: number }[] = []
  const watch = (): void => {
    const before = watched
    for (; watched < store.record.length; watched += 1) judgeStep(store.record[watched] as Recorded)
    if (watched > before) judgePlaces()
  }
  const judgeStep = ({ id, from, step }: Recorded): void => {
    const row = store.rows.get(id)
    const what = `${row?.loopId} command ${id} ${from} -${step.event}-> ${step.state}`
    if (step.event === 'note' ? step.state !== from : from === null || nextState(from, step.event) !== step.state) broken.push(`${what}: not in the life cycle`)
    const ownReadBack = (readBackEvents as readonly string[]).includes(step.event) && step.actor === 'server'
    if (ownReadBack && !step.readBack) broken.push(`${what}: without a read-back`)
    const effect = effectOf(id)
    if (step.state === 'applied' && step.event !== 'note' && (!effect || effect.mode !== row?.mode || effect.setpoint_c !== row.setpointC)) broken.push(`${what}: shown applied, never carried out`)
    if (step.event === 'releaseConfirmed' && step.actor === 'server' && !effect) broken.push(`${what}: shown released, never carried out`)
    if (step.event === 'send' && row && step.at.getTime() - Math.max(row.queuedAt?.getTime() ?? 0, row.operatedAt?.getTime() ?? 0) > defaultTiming.queueMs * timeScale) broken.push(`${what}: sent long after it was asked for`)
    if (step.event === 'send' && row && step.state === 'sent') judgeSending(row, step, what)
    if (step.event === 'absent' && effect) broken.push(`${what}: shown as not carried out, but it was`)
  }

  const judgeSending = (row: StoredCommand, step: CommandStep, what: string): void => {
    if (row.needsOperate && row.operatedAt === null) broken.push(`${what}: nobody operated it`)
    if (row.needsApproval && approvedBy(row.requestId) !== 'second') broken.push(`${what}: no second person approved it`)
    if (step.expiresAt && step.sentLeaseS !== undefined && step.at.getTime() + step.sentLeaseS * 1000 > step.expiresAt.getTime() + 1000) broken.push(`${what}: sent for longer than its lease`)
    if (!row.everySlot && lockedSince.some(({ loopId, fromMs }) => loopId === row.loopId && step.at.getTime() > fromMs)) broken.push(`${what}: sent past a lock`)
  }
  /** At every moment: one in flight per loop, one holder per slot, one on the device. */
  const judgePlaces = (): void => {
    for (const loopId of ['L0', 'L1']) {
      const rows = [...store.rows.values()].filter((row) => row.loopId === loopId)
      const slots = rows.filter((row) => isHolding(row.state)).map((row) => row.slot)
      if (rows.filter((row) => isInFlight(row.state)).length > 1) broken.push(`${loopId}: two in flight`)
      if (rows.filter((row) => isOnDevice(row.state)).length > 1 || new Set(slots).size < slots.length) broken.push(`${loopId}: a place is held twice`)
    }
  }

  const open = (): { control: Control; die(): void } => {
    let dead = false
    const isDead = (): boolean => dead
    const control = createControl({
      store: slowStore(sabotage.hasty ? { ...store, loadOpen: async (ids) => (await store.loadOpen(ids)).map((row) => ({ ...row, needsOperate: false, needsApproval: false })) } : store, wall, isDead, watch), wall, clock: { now: siteNow, base: { siteEpochMs: epochMs, wallEpochMs: 0, timeScale } }, field: (loopId) => calmField(siteNow().getTime(), { runways: runway && loopId === 'L1' ? [quietRunway(siteNow().getTime())] : [] }),
      openDriver: () => {
        const driver = openFaultyLine(device, wall, line, loopCount, isDead)
        return !sabotage.resend ? driver : { ...driver, write: async (what) => {
          const first = await driver.write(what)
          return first.outcome === 'unknown' ? driver.write(what) : first
        } }
      },
      onCommand: () => {}, onReadBack: () => {}, log: { info() {}, warn() {}, error(detail, words) { broken.push(`${words}: ${JSON.stringify(detail)}`) } },
      onController(view) {
        if (!dead && view.link !== 'online' && view.loops.some((loop) => loop.actual !== null)) broken.push(`link ${view.link} and still an actual value`)
      },
      ...(sabotage.judge ? { judge: sabotage.judge } : {}),
      timing,
    })
    return { control, die: () => { dead = true } }
  }

  const approvedBy = (requestId: string): string | null => approvals.get(requestId) ?? null
  let server = open()
  let key = 0
  void server.control.start()
  await wall.pass(1500)
  const refusedOnly = (error: unknown): void => { if (!(error instanceof Refused)) broken.push(`a person's step failed: ${String(error)}`) }
  const person = async ({ does, own }: Extract<Action, { kind: 'person' }>): Promise<void> => {
    const wants = { operate: 'selected', approve: 'validated', decline: 'validated', submit: 'drafted', cancel: 'queued', renew: 'applied' } as const
    const rows = [...store.rows.values()].reverse()
    const row = rows.find((candidate) => candidate.state === wants[does]) ?? (does === 'cancel' ? rows[0] : undefined)
    if (!row) return
    const { control } = server
    const by = own === (does === 'approve' || does === 'decline') ? second : first
    if (does === 'renew') return void await control.renew(first, `k${key += 1}`, row.id, {})
    if (does !== 'approve' && does !== 'decline') return void await control[does](by, row.requestId)
    const payload_sha256 = (await store.loadRequest(row.requestId))?.approval?.payloadSha256 ?? ''
    if (does === 'approve' && by === second) approvals.set(row.requestId, 'second')
    await control[does](by, row.requestId, { payload_sha256 })
  }
  const lock = async ({ loop, on }: Extract<Action, { kind: 'lock' }>): Promise<void> => {
    const loopId = `L${loop}`
    const at = lockedSince.findIndex((held) => held.loopId === loopId)
    if (on && at < 0) {
      const { id } = await store.placeLock({ kind: 'maintenance', holder: 'third', reason: 'work', target: { kind: 'loop', id: loopId }, loopIds: [loopId], placedAtMs: siteNow().getTime(), untilMs: null })
      lockedSince.push({ loopId, id, fromMs: siteNow().getTime() })
    } else if (!on && at >= 0) await store.endLock(lockedSince.splice(at, 1)[0]?.id as number, 'third', siteNow())
  }
  const act = async (action: Action): Promise<void> => {
    if (action.kind === 'pass') await wall.pass(action.ms)
    else if (action.kind === 'plug') line.up = action.up
    else if (action.kind === 'local') device.setLocal(action.loop, action.local)
    else if (action.kind === 'device') { device.slowMs = action.slowMs; device.limit_c = action.limit_c }
    else if (action.kind === 'reboot') device.reboot()
    else if (action.kind === 'foreign') device.receive(action.loop, encodeCommandBlock({ sequence: (device.status(action.loop).seenSequence ?? 0) + foreignStep, mode: 'off', setpoint_c: null, leaseS: 90 }))
    else if (action.kind === 'faults') { queue.push(...action.faults); line.lingerMs = action.lingerMs }
    else if (action.kind === 'ask') {
      const { mode } = action
      const setpoint = mode === 'heat' || mode === 'cool' ? { setpoint_c: action.setpoint_c } : {}
      void server.control.request(first, `k${key += 1}`, {
        target: { kind: 'loop', id: 'x' }, mode, ...setpoint, lease_s: action.leaseS, notam_reference: 'A1/26', ...(action.slot ? { slot: action.slot } : {}), ...(action.draft ? { draft: true } : {}),
      }, loopsOf(action.loop))
    } else if (action.kind === 'runway') runway = action.on
    else if (action.kind === 'stop') void server.control.stopAll(second, `k${key += 1}`, { target: { kind: 'loop', id: 'x' }, held_ms: 2000 }, loopsOf(action.loop)).catch(refusedOnly)
    else if (action.kind === 'person') void person(action).catch(refusedOnly)
    else if (action.kind === 'lock') await lock(action)
    else {
      const old = server
      if (action.kind === 'kill') old.die()
      server = open()
      void server.control.start()
      if (action.kind === 'split') await wall.pass(action.ms)
      old.die()
    }
  }
  for (const action of actions) await act(action)

  queue.length = 0
  line.up = true
  device.slowMs = 0
  for (const loop of [0, 1]) if (device.status(loop).local) device.setLocal(loop, false)
  await wall.pass(150_000)
  watch()

  const once = new Set<string>()
  for (const { loopIndex, sequence } of device.effects) {
    if (once.has(`${loopIndex} ${sequence}`)) broken.push(`loop ${loopIndex} sequence ${sequence}: carried out twice`)
    once.add(`${loopIndex} ${sequence}`)
  }
  const tried = new Set<string>()
  for (const { loopIndex, sequence, certain } of frames) {
    if (certain) continue
    if (tried.has(`${loopIndex} ${sequence}`)) broken.push(`loop ${loopIndex} sequence ${sequence}: sent again although its outcome was unknown`)
    tried.add(`${loopIndex} ${sequence}`)
  }
  for (const row of store.rows.values()) {
    if (isInFlight(row.state) || row.state === 'drafted' || row.state === 'validated' || row.state === 'held') broken.push(`command ${row.id} never came to rest: ${row.state} ${row.reason}`)
    const status = device.status(Number(row.loopId.slice(1)))
    if (isOnDevice(row.state) && row.expiresAt && siteNow().getTime() > row.expiresAt.getTime() + pastLeaseMs) broken.push(`command ${row.id} is shown as applied past its lease`)
    if (row.state === 'applied' && (status.appliedSequence !== row.sequence || status.mode !== row.mode)) broken.push(`command ${row.id} is shown as applied, the device does ${status.mode} by ${status.appliedSequence}`)
  }
  for (const index of [0, 1]) {
    const status = device.status(index)
    const holder = [...store.rows.values()].filter((row) => row.loopId === `L${index}` && row.state === 'applied')
    if (status.mode !== 'auto' && holder.length !== 1) broken.push(`loop ${index} does ${status.mode} by ${status.appliedSequence}, shown holders: ${holder.length}`)
  }
  server.die()
  return { broken, taken: store.record.map(({ from, step }) => `${from} ${step.event}`) }
}
