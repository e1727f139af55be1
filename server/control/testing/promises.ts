import { isHolding, isInFlight, isOnDevice, isProtector, prioritySlots } from '#domain/control/command'
import { nextState, readBackEvents } from '#domain/control/life-cycle'
import type { CommandStep, StoredCommand } from '#server/store/command-store'
import { defaultTiming } from '../control-settings'
import type { FakeDevice } from './fake-device'
import type { LeavingFrame } from './faulty-line'
import type { createMemoryCommandStore, Recorded } from './memory-command-store'
import { watchProtections } from './protection-promises'
import { dangerOf, storyStation, type StoryFacts } from './story-field'

/** What a simulation knows that no server does. Instants in true time, which no clock of a server moves: `siteMs` of the site, `wallMs` monotonic. */
export interface Witness {
  store: ReturnType<typeof createMemoryCommandStore>
  device: FakeDevice
  siteMs(): number
  wallMs(): number
  /** Site seconds per wall second. */
  timeScale: number
  /** Epoch that leads. */
  epoch(): number
  /** What was so since when, oldest first; the last one is so now. */
  facts: readonly { wallMs: number; facts: StoryFacts }[]
  /** Locks that stand. */
  locks: readonly { loopId: string; wallMs: number }[]
  /** Requests that a second person approved. */
  approved: ReadonlySet<string>
  /** When a server's clock was last moved. */
  clockMovedMs(): number
}

/** An interlock trip stands until a person gives it back. */
const isTrip = ({ slot }: StoredCommand): boolean => slot === prioritySlots.automaticLifeSafety
/** A judgement may be so old when its bytes leave, wall ms: a process that was stopped longer sends nothing. */
const judgedWithinMs = defaultTiming.writeWithinMs + 100
/** How long a device may take to carry out a release, site ms. */
const releasePatienceMs = 600_000
/** How long a machine can keep a command waiting, site ms. */
const longestMinimumMs = Math.max(storyStation.compressorMinOnS, storyStation.compressorMinOffS) * 1000
/** How late a device may begin with a block, site ms: slow by nature, and the block lingered. */
const lateMs = (timeScale: number): number => 100_000 + (2000 + 8000 + defaultTiming.writeWithinMs + 1000) * timeScale

/** What a server promises, looked at whenever the store has changed, a frame leaves for the device, and at the end; `broken` tells in words what was not kept. */
export function watchPromises(witness: Witness) {
  const { store, device, siteMs, wallMs, timeScale, facts, locks, approved } = witness
  const broken: string[] = []
  const frames: (LeavingFrame & { kind: 'command' })[] = []
  /** Every block that was committed to leave, by loop and sequence: when its command's lease ends in true site time. */
  const leaseEnds = new Map<string, number>()
  const begunMs = new Map<number, number>()
  const protections = watchProtections(witness, broken, judgedWithinMs)
  const loopIdOf = (loopIndex: number): string => `L${loopIndex}`
  const of = (loopIndex: number): StoredCommand[] => [...store.rows.values()].filter(({ loopId }) => loopId === loopIdOf(loopIndex))
  const effectOf = (row: StoredCommand | undefined) => row && device.effects.find(({ loopIndex, sequence }) => sequence === row.sequence && loopIdOf(loopIndex) === row.loopId)
  let watched = 0

  const judgeStep = ({ id, from, step }: Recorded): void => {
    const row = store.rows.get(id)
    const what = `${row?.loopId} command ${id} ${from} -${step.event}-> ${step.state}`
    const effect = effectOf(row)
    if (step.event === 'note' ? step.state !== from : from === null || nextState(from, step.event) !== step.state) broken.push(`${what}: not in the life cycle`)
    if ((readBackEvents as readonly string[]).includes(step.event) && step.actor === 'server' && !step.readBack) broken.push(`${what}: without a read-back`)
    if (step.event === 'agrees' && row && (step.readBack?.sequence !== row.sequence || step.readBack.mode !== row.mode || step.readBack.setpoint_c !== row.setpointC)) broken.push(`${what}: its read-back says something else`)
    if (step.state === 'applied' && step.event !== 'note' && (!effect || effect.mode !== row?.mode || effect.setpoint_c !== row.setpointC)) broken.push(`${what}: shown applied, never carried out`)
    if (step.event === 'releaseConfirmed' && step.actor === 'server' && !effect) broken.push(`${what}: shown released, never carried out`)
    if (step.event === 'absent' && effect) broken.push(`${what}: shown as not carried out, but it was`)
    // A write that surely did nothing is no beginning; who takes over goes on with the lease that began before.
    if (row && (step.event === 'send' ? !row.takenOver : step.event === 'outranked' && !begunMs.has(id))) begunMs.set(id, siteMs())
    if (step.event === 'send' && step.state === 'sent' && row) judgeSending(row, step, what)
  }
  const judgeSending = (row: StoredCommand, step: CommandStep, what: string): void => {
    const { sentLeaseS: leaseS = 0, sequence = row.sequence } = step
    if (step.at.getTime() - Math.max(row.queuedAt?.getTime() ?? 0, row.operatedAt?.getTime() ?? 0) > defaultTiming.queueMs * timeScale + longestMinimumMs) broken.push(`${what}: sent long after it was asked for`)
    if (row.needsOperate && row.operatedAt === null) broken.push(`${what}: nobody operated it`)
    if (row.needsApproval && !approved.has(row.requestId)) broken.push(`${what}: no second person approved it`)
    if (leaseS > (row.leaseS ?? 0) || (step.expiresAt && step.at.getTime() + leaseS * 1000 > step.expiresAt.getTime() + 1000)) broken.push(`${what}: sent for ${leaseS} s, longer than its lease`)
    if (!row.everySlot && !isProtector(row.actor) && locks.some(({ loopId, wallMs: fromMs }) => loopId === row.loopId && wallMs() > fromMs)) broken.push(`${what}: sent past a lock`)
    if (row.leaseS !== null) leaseEnds.set(`${row.loopId} ${sequence}`, (begunMs.get(row.id) as number) + row.leaseS * 1000)
  }
  /** At every moment: one in flight per loop, one holder per slot, one on the device. */
  const judgePlaces = (): void => {
    for (const index of [0, 1]) {
      const rows = of(index)
      const slots = rows.filter((row) => isHolding(row.state)).map((row) => row.slot)
      if (rows.filter((row) => isInFlight(row.state)).length > 1) broken.push(`L${index}: two in flight`)
      if (rows.filter((row) => isOnDevice(row.state)).length > 1 || new Set(slots).size < slots.length) broken.push(`L${index}: a place is held twice`)
    }
  }
  const twice = (what: string, all: readonly { loopIndex: number; sequence: number }[]): void => {
    const once = new Set<string>()
    for (const { loopIndex, sequence } of all) {
      const key = `loop ${loopIndex} sequence ${sequence}`
      if (once.has(key)) broken.push(`${key}: ${what}`)
      once.add(key)
    }
  }

  return {
    broken,
    /** The store may have changed. */
    watch(): void {
      const before = watched
      for (; watched < store.record.length; watched += 1) judgeStep(store.record[watched] as Recorded)
      if (watched === before) return
      judgePlaces()
      protections.places()
    },
    /** A frame leaves. @param heardLocal what its sender last heard of the local switch of each loop */
    leaves(frame: LeavingFrame, epoch: number, heardLocal: readonly boolean[]): void {
      if (epoch < witness.epoch()) broken.push(`two senders: a ${frame.kind} of epoch ${epoch} leaves while ${witness.epoch()} leads`)
      if (frame.kind === 'heartbeat') return
      frames.push(frame)
      const row = of(frame.loopIndex).find(({ sequence }) => sequence === frame.sequence)
      if (!row || row.everySlot) return
      protections.leaves(row, frame.loopIndex)
      if (isProtector(row.actor)) return
      const what = `an interlock is defeated: ${row.loopId} command ${row.id} ${row.mode} leaves although`
      if (heardLocal[frame.loopIndex]) broken.push(`${what} the loop is switched to local`)
      const fromMs = wallMs() - judgedWithinMs
      const lately = facts.filter((_, i) => (facts[i + 1]?.wallMs ?? Infinity) >= fromMs)
      const dangers = lately.map((then) => dangerOf(then.facts, row.loopId, { mode: row.mode, automatic: row.takenOver || row.slot >= prioritySlots.strategy, approved: row.needsApproval }))
      if (dangers.every((danger) => danger !== null)) broken.push(`${what} ${dangers.at(-1)}`)
    },
    /** All is whole again, and what endangers has done so for a minute. */
    guarded: protections.guarded,
    /** Nothing is under way, and nothing will be. */
    atRest: (): boolean => [0, 1].every((index) => device.status(index).mode === 'auto' || of(index).some((row) => isTrip(row) && isOnDevice(row.state))) &&
      [...store.rows.values()].every((row) => !isInFlight(row.state) && (!isHolding(row.state) || isTrip(row)) && row.state !== 'drafted' && row.state !== 'validated'),
    /** All is whole again, and there was time to come to rest. */
    end(): void {
      twice('carried out twice', device.effects)
      twice('sent again although its outcome was unknown', frames.filter(({ certain }) => !certain))
      for (const { loopIndex, sequence, mode, untilMs } of device.effects) {
        const endMs = leaseEnds.get(`${loopIdOf(loopIndex)} ${sequence}`)
        if (endMs !== undefined && mode !== 'auto' && (untilMs ?? siteMs()) > endMs + lateMs(timeScale)) broken.push(`loop ${loopIndex} sequence ${sequence}: active ${Math.round(((untilMs ?? siteMs()) - endMs) / 1000)} s past its lease`)
      }
      for (const row of store.rows.values()) {
        const status = device.status(Number(row.loopId.slice(1)))
        const leaseEndMs = (begunMs.get(row.id) ?? -Infinity) + (row.leaseS ?? 0) * 1000
        // A device that took a block and forgot it, or refused its duplicate: unknown, and shown as that, for as long as it might still carry it out by the server's clock.
        const mayYet = row.state === 'unknown' && (row.reason === 'not_confirmed_in_time' || row.reason === 'device_old_sequence') && status.seenSequence === row.sequence && siteMs() < Math.max(leaseEndMs, row.expiresAt?.getTime() ?? -Infinity, (row.sentAt?.getTime() ?? -Infinity) + releasePatienceMs)
        if (!mayYet && (isInFlight(row.state) || row.state === 'drafted' || row.state === 'validated' || row.state === 'held')) broken.push(`command ${row.id} never came to rest: ${row.state} ${row.reason}`)
        if (isOnDevice(row.state) && row.leaseS !== null && siteMs() > leaseEndMs + lateMs(timeScale)) broken.push(`command ${row.id} is shown as applied past its lease`)
        if (row.state === 'applied' && (status.appliedSequence !== row.sequence || status.mode !== row.mode)) broken.push(`command ${row.id} is shown as applied, the device does ${status.mode} by ${status.appliedSequence}`)
      }
      for (const index of [0, 1]) {
        const status = device.status(index)
        const holders = of(index).filter((row) => row.state === 'applied')
        if (status.mode !== 'auto' && holders.length !== 1) broken.push(`loop ${index} does ${status.mode} by ${status.appliedSequence}, shown holders: ${holders.length}`)
      }
    },
  }
}
