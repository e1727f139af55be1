import type { judgeReadBack } from '#domain/control/judge-read-back'
import { guardActor, interlockActor, isOnDevice, isProtector, prioritySlots } from '#domain/control/command'
import type { RunSample } from '#domain/control/interlocks/loop-field'
import { encodeCommandBlock } from '#domain/control/testing/first-encoder'
import type { CommandStore } from '#server/store/command-store'
import { LeadLost } from '#server/store/fenced-database'
import { askerOf } from '../asker'
import { defaultTiming } from '../control-settings'
import { ControlStopped, createControl, type Control } from '../create-control'
import { Refused } from '../refused'
import { createFakeDevice } from './fake-device'
import { openFaultyLine, type Fault, type Line } from './faulty-line'
import { createMemoryCommandStore } from './memory-command-store'
import { watchPromises } from './promises'
import { openProcess, type ServerProcess } from './server-process'
import { seekLead, type LeadRoom } from './simulated-lead'
import { slowStore, StoreAway } from './slow-store'
import { calmFacts, fieldOf, storyStation, type StoryFacts } from './story-field'
import type { Action } from './story'
import { testPlant } from './test-plant'
import { createVirtualWall } from './virtual-wall'

/** What to break, to prove that the simulation finds it. */
export interface Sabotage {
  deviceUnfenced?: boolean
  /** Drops the attempt that fences a step. */
  storeUnfenced?: boolean
  /** Whoever once led goes on until it is told, and its steps are taken. */
  epochUnfenced?: boolean
  judge?: typeof judgeReadBack
  resend?: boolean
  /** Sends what nobody operated or approved. */
  hasty?: boolean
  /** No interlock hears of a sensor or a runway but when a command is asked for. */
  blindAtSending?: boolean
  /** What the guard asks for is lost. */
  guardMute?: boolean
  /** What the interlock trip asks for is lost. */
  tripMute?: boolean
  /** Nobody tells the server how long machines must run, or when one ran. */
  restless?: 'run' | 'rest'
  /** A driver that takes an answer to any transaction for its own. */
  anyFrame?: boolean
}

/** What became of a story: every broken promise in words, the steps of the life cycle ('state event') that were taken, and the faults that were met, by kind. */
export interface Outcome { broken: string[]; taken: string[]; asked: number; met: Record<string, number> }

interface Server { process: ServerProcess; control: Control | null; /** What of the database it cannot reach, until when, wall ms. */ cut: { how: 'lease' | 'database'; untilMs: number } | null }

const epochMs = Date.UTC(2026, 0, 10, 12)
const loopCount = 2
const foreignStep = 1000
const first = askerOf('op')
const second = askerOf('second')
const loopsOf = (loop: number | 'both'): string[] => (loop === 'both' ? ['L0', 'L1'] : [`L${loop}`])
/** Persons are less patient here, so that a story comes to rest soon. */
const timing = { ...defaultTiming, personMs: 60_000, operateMs: 30_000 }
/** Site seconds per wall second: leases and transport follow different clocks. */
const timeScale = 5
/** How controllers report how their loops run: this often, remembered that many times, site ms. */
const [reportMs, reportedBack] = [75_000, 12]
/** Wall ms. The guard has acted by the first; by the second the longest lease has run out. */
const [guardedMs, restMs] = [50_000, 140_000]
const isExpected = (error: unknown): boolean => error instanceof StoreAway || error instanceof LeadLost || error instanceof ControlStopped
const expectedWords = [new StoreAway().message, new LeadLost().message]

/** Runs servers, line and device through a story and then lets everything come to rest. Nothing in it is left to chance: the same story ends the same. */
export async function simulate(actions: readonly Action[], sabotage: Sabotage = {}): Promise<Outcome> {
  const wall = createVirtualWall()
  const trueMs = (): number => epochMs + wall.now() * timeScale
  let offsetS = 0
  let clockMovedMs = -Infinity
  const siteNow = (): Date => new Date(trueMs() + offsetS * 1000)
  const met: Record<string, number> = {}
  const meet = (what: string): void => { met[what] = (met[what] ?? 0) + 1 }
  const device = createFakeDevice(loopCount, trueMs, !sabotage.deviceUnfenced)
  const queue: Fault[] = []
  const next = (): Fault => {
    const fault = queue.shift() ?? 'none'
    if (fault !== 'none') meet(fault)
    return fault
  }
  const line: Line = { next, up: true, lingerMs: 0 }
  const store = createMemoryCommandStore(testPlant(loopCount), !sabotage.storeUnfenced)
  const facts: { wallMs: number; facts: StoryFacts }[] = [{ wallMs: 0, facts: calmFacts }]
  const now = (): StoryFacts => (facts.at(-1) as (typeof facts)[number]).facts
  const become = (change: Partial<StoryFacts>): void => void facts.push({ wallMs: wall.now(), facts: { ...now(), ...change } })
  /** What the controllers have told of how a loop ran, each change of it included, by the sensors' clock. */
  const ranOf = (loopId: string): RunSample[][] => {
    const shiftMs = (offsetS - now().behindS) * 1000
    const runsOf = (index: number): RunSample[] => {
      const effects = device.effects.filter((effect) => effect.loopIndex === index)
      device.status(index)
      const turns = effects.flatMap(({ atMs, untilMs }) => (untilMs === null ? [atMs] : [atMs, untilMs]))
      const atTrue = [...Array.from({ length: reportedBack }, (_, i) => trueMs() - (reportedBack - 1 - i) * reportMs), ...turns.filter((atMs) => atMs > trueMs() - reportedBack * reportMs)].sort((a, b) => a - b)
      return atTrue.map((atMs) => {
        const mode = effects.findLast((effect) => effect.atMs <= atMs && (effect.untilMs === null || atMs < effect.untilMs))?.mode
        const flowing = sabotage.restless !== 'rest' && (mode === 'heat' || mode === 'cool')
        return { atMs: atMs + shiftMs, flowing, power_kw: flowing ? (mode === 'heat' ? 300 : -300) : 0, supply_c: 16 }
      })
    }
    const own = Number(loopId.slice(1))
    return [runsOf(own), runsOf(1 - own)]
  }
  const approved = new Set<string>()
  const locks: { loopId: string; wallMs: number; id: number }[] = []
  const room: LeadRoom = { epoch: 0, holder: null, askedMs: 0 }
  const promises = watchPromises({ store, device, siteMs: trueMs, wallMs: wall.now, timeScale, epoch: () => room.epoch, facts, locks, approved, clockMovedMs: () => clockMovedMs })
  const { broken } = promises
  const onlyExpected = (error: unknown): void => { if (!isExpected(error) && !(error instanceof Refused)) broken.push(`a person's step failed: ${String(error)}`) }

  let awayUntilMs = 0
  let asking = false
  const servers: Server[] = []
  const isCut = (server: Server, what: 'lease' | 'database'): boolean =>
    wall.now() < awayUntilMs || (server.cut !== null && wall.now() < server.cut.untilMs && (what === 'lease' || server.cut.how === 'database'))

  /** What only the leader may do, as `fencedDatabase` fences it. @param isFirst nobody can have asked this process for anything yet */
  const storeOf = (epoch: number, isFirst: boolean): CommandStore => {
    const fence = (): void => { if (!sabotage.epochUnfenced && room.epoch !== epoch) throw new LeadLost() }
    return {
      ...store,
      claim: async (command, step) => { fence(); return store.claim(command, step) },
      step: async (command, step) => { fence(); return store.step(command, step) },
      saveRequest: async (request) => {
        if (isProtector(request.actor)) fence()
        const mute = (request.actor === guardActor && sabotage.guardMute) || (request.actor === interlockActor && sabotage.tripMute)
        return mute ? { kind: 'conflict' } : store.saveRequest(request)
      },
      dropQueued: async (at) => { fence(); return isFirst ? store.dropQueued(at) : [] },
      loseSent: async (at) => { fence(); return store.loseSent(at) },
      loadOpen: async (ids) => (await store.loadOpen(ids)).map((row) => (sabotage.hasty ? { ...row, needsOperate: false, needsApproval: false } : row)),
    }
  }
  const controlOf = (server: Server, epoch: number, isFirst: boolean, mayAct: () => boolean): Control => {
    const { process } = server
    const dead = (): boolean => !process.goesOn()
    return createControl({
      store: slowStore(storeOf(epoch, isFirst), process, () => isCut(server, 'database'), promises.watch), mayAct, wall: process, timing,
      clock: { now: siteNow, base: { siteEpochMs: epochMs, wallEpochMs: 0, timeScale } },
      field: (loopId) => fieldOf(sabotage.blindAtSending && !asking ? calmFacts : now(), loopId, siteNow().getTime(), ranOf(loopId), sabotage.restless === 'run' ? { ...storyStation, compressorMinOnS: 0 } : storyStation),
      openDriver() {
        let heardLocal: boolean[] = []
        const driver = openFaultyLine(device, wall, line, loopCount, dead, { sleep: process.sleep, leaves: (frame) => promises.leaves(frame, epoch, heardLocal), ...(sabotage.anyFrame ? { anyFrame: true } : {}) })
        return {
          ...driver,
          async read() {
            const answer = await driver.read()
            heardLocal = answer.loops.map(({ local }) => local)
            return answer
          },
          async write(what) {
            const first = await driver.write(what)
            return sabotage.resend && first.outcome === 'unknown' ? driver.write(what) : first
          },
        }
      },
      onCommand: () => {}, onReadBack: () => {},
      log: { info() {}, warn() {}, error(detail, words) { if (!expectedWords.includes((detail as { error?: string }).error ?? '')) broken.push(`${words}: ${JSON.stringify(detail)}`) } },
      onController(view) {
        if (!process.dead && view.link !== 'online' && view.loops.some((loop) => loop.actual !== null)) broken.push(`link ${view.link} and still an actual value`)
      },
      ...(sabotage.judge ? { judge: sabotage.judge } : {}),
    })
  }
  const open = (): Server => {
    const process = openProcess(wall, () => {
      meet('crash')
      servers.splice(servers.indexOf(server), 1)
      if (servers.length === 0) open()
    })
    const server: Server = { process, control: null, cut: null }
    servers.push(server)
    let isFirst = true
    void seekLead(process, room, () => !isCut(server, 'lease'), !sabotage.epochUnfenced, {
      waits() { isFirst = false },
      gained(epoch, mayAct) {
        const control = server.control = controlOf(server, epoch, isFirst, mayAct)
        isFirst = false
        const begin = (): Promise<void> => control.start().catch(async (error: unknown) => {
          if (!isExpected(error)) broken.push(`the control room could not begin: ${String(error)}`)
          await process.sleep(timing.pollMs)
          if (server.control === control) await begin()
        })
        void begin()
      },
      lost() {
        void server.control?.stop().catch(onlyExpected)
        server.control = null
      },
    })
    return server
  }
  const leader = (): Server | undefined => servers.find(({ process }) => room.holder === process)

  let key = 0
  const person = async (control: Control, { does, own }: Extract<Action, { kind: 'person' }>): Promise<unknown> => {
    if (does === 'relinquish') {
      const trip = [...store.rows.values()].findLast(({ slot, state }) => slot === prioritySlots.automaticLifeSafety && isOnDevice(state))
      return trip && control.relinquish(second, `k${key += 1}`, trip.id, {})
    }
    const wants = { operate: 'selected', approve: 'validated', decline: 'validated', submit: 'drafted', cancel: 'queued', renew: 'applied' } as const
    const rows = [...store.rows.values()].reverse()
    const row = rows.find((candidate) => candidate.state === wants[does]) ?? (does === 'cancel' ? rows[0] : undefined)
    if (!row) return
    const by = own === (does === 'approve' || does === 'decline') ? second : first
    if (does === 'renew') return control.renew(first, `k${key += 1}`, row.id, {})
    if (does !== 'approve' && does !== 'decline') return control[does](by, row.requestId)
    const payload_sha256 = (await store.loadRequest(row.requestId))?.approval?.payloadSha256 ?? ''
    if (does === 'approve' && by === second) approved.add(row.requestId)
    return control[does](by, row.requestId, { payload_sha256 })
  }
  const ask = (control: Control, { loop, mode, setpoint_c, leaseS, slot, draft }: Extract<Action, { kind: 'ask' }>): Promise<unknown> => control.request(first, `k${key += 1}`, {
    target: { kind: 'loop', id: 'x' }, mode, ...(mode === 'heat' || mode === 'cool' ? { setpoint_c } : {}), lease_s: leaseS, notam_reference: 'A1/26', ...(slot ? { slot } : {}), ...(draft ? { draft: true } : {}),
  }, loopsOf(loop))
  const lock = async ({ loop, on }: Extract<Action, { kind: 'lock' }>): Promise<void> => {
    const loopId = `L${loop}`
    const at = locks.findIndex((held) => held.loopId === loopId)
    if (on && at < 0) {
      const { id } = await store.placeLock({ kind: 'maintenance', holder: 'third', reason: 'work', target: { kind: 'loop', id: loopId }, loopIds: [loopId], placedAtMs: siteNow().getTime(), untilMs: null })
      locks.push({ loopId, id, wallMs: wall.now() })
    } else if (!on && at >= 0) await store.endLock(locks.splice(at, 1)[0]?.id as number, 'third', siteNow())
  }
  /** Whoever is at the desk of the server that leads. */
  const desk = (work: (control: Control) => Promise<unknown>): void => {
    const control = leader()?.control
    if (!control) return
    asking = true
    void work(control).catch(onlyExpected)
    asking = false
  }
  const act = async (action: Action): Promise<void> => {
    const leading = leader()
    switch (action.kind) {
      case 'pass': return wall.pass(action.ms)
      case 'plug': line.up = action.up; return
      case 'local': return device.setLocal(action.loop, action.local)
      case 'device': device.slowMs = action.slowMs; device.limit_c = action.limit_c; return
      case 'reboot': return device.reboot()
      case 'foreign': return device.receive(action.loop, encodeCommandBlock({ sequence: (device.status(action.loop).seenSequence ?? 0) + foreignStep, mode: 'off', setpoint_c: null, leaseS: 90 }))
      case 'faults': queue.push(...action.faults); line.lingerMs = action.lingerMs; return
      case 'fact': return become(action.now)
      case 'ask': return desk((control) => ask(control, action))
      case 'stop': return desk((control) => control.stopAll(second, `k${key += 1}`, { target: { kind: 'loop', id: 'x' }, held_ms: 2000 }, loopsOf(action.loop)))
      case 'person': return desk((control) => person(control, action))
      case 'lock': return lock(action)
      case 'clock':
        meet('clock jump')
        offsetS = action.offsetS
        clockMovedMs = wall.now()
        return become({ behindS: action.sensorsToo ? 0 : offsetS })
      case 'outage':
        meet('database away')
        awayUntilMs = wall.now() + action.ms
        return
      case 'kill':
        if (action.awaits === 0) (leading ?? servers[0])?.process.die()
        else (leading ?? servers[0])?.process.dieAt(action.awaits - 1)
        return
      case 'split':
        if (!leading) return
        meet(action.how === 'pause' ? 'server stopped for a while' : 'lead out of reach')
        if (action.how === 'pause') leading.process.pause(action.ms)
        else leading.cut = { how: action.how, untilMs: wall.now() + action.ms }
        if (servers.length < 2) open()
    }
  }
  open()
  await wall.pass(1500)
  for (const action of actions) await act(action)

  queue.length = 0
  Object.assign(line, { up: true })
  device.slowMs = 0
  awayUntilMs = 0
  if (offsetS !== 0) { offsetS = 0; clockMovedMs = wall.now(); become({ behindS: 0 }) }
  for (const server of servers) server.cut = null
  for (const loop of [0, 1]) if (device.status(loop).local) device.setLocal(loop, false)
  for (let passedMs = 0, rests = 0; passedMs < restMs && rests < 2; passedMs += 10_000) {
    await wall.pass(10_000)
    if (passedMs + 10_000 === guardedMs) promises.guarded()
    rests = passedMs >= 20_000 && promises.atRest() ? rests + 1 : 0
  }
  promises.watch()
  promises.end()
  return { broken, taken: store.record.map(({ from, step }) => `${from} ${step.event}`), asked: store.rows.size, met }
}
