import type { judgeReadBack } from '#domain/control/judge-read-back'
import { encodeCommandBlock } from '#domain/control/testing/first-encoder'
import { nextState, readBackEvents } from '#domain/control/life-cycle'
import type { CommandMode } from '#domain/control/command'
import { defaultTiming } from '../control-settings'
import { createControl, type Control } from '../create-control'
import { calmField } from './calm-field'
import { createFakeDevice } from './fake-device'
import { openFaultyLine, type Fault, type Line } from './faulty-line'
import { createMemoryCommandStore, type Recorded } from './memory-command-store'
import { slowStore } from './slow-store'
import { testPlant } from './test-plant'
import { createVirtualWall } from './virtual-wall'

export type Action =
  | { kind: 'ask'; loop: number; mode: CommandMode; setpoint_c: number; leaseS: number }
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
export interface Sabotage { deviceUnfenced?: boolean; storeUnfenced?: boolean; judge?: typeof judgeReadBack; resend?: boolean }

const epochMs = Date.UTC(2026, 0, 10, 12)
const loopCount = 2
const foreignStep = 1000
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
  const watch = (): void => {
    for (; watched < store.record.length; watched += 1) judgeStep(store.record[watched] as Recorded)
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
    if (step.event === 'send' && row && step.at.getTime() - row.requestedAt.getTime() > defaultTiming.queueMs * timeScale) broken.push(`${what}: sent long after it was asked for`)
    if (step.event === 'absent' && effect) broken.push(`${what}: shown as not carried out, but it was`)
  }

  const open = (): { control: Control; die(): void } => {
    let dead = false
    const isDead = (): boolean => dead
    const control = createControl({
      store: slowStore(store, wall, isDead, watch), wall, clock: { now: siteNow, base: { siteEpochMs: epochMs, wallEpochMs: 0, timeScale } }, field: () => calmField(siteNow().getTime()),
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
      timing: defaultTiming,
    })
    return { control, die: () => { dead = true } }
  }

  let server = open()
  let key = 0
  void server.control.start()
  await wall.pass(1500)
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
      void server.control.request('op', `k${key += 1}`, { target: { kind: 'loop', id: 'x' }, mode, ...setpoint, lease_s: action.leaseS }, [`L${action.loop}`])
    } else {
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
    if (['queued', 'sent', 'accepted', 'unknown'].includes(row.state)) broken.push(`command ${row.id} never came to rest: ${row.state} ${row.reason}`)
    const status = device.status(Number(row.loopId.slice(1)))
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
