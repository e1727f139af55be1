import { isOnDevice, prioritySlots } from '#domain/control/command'
import { endsHeatFlow } from '#domain/control/interlocks/rule'
import type { StoredCommand } from '#server/store/command-store'
import { safeForS } from '../running-watch'
import type { Witness } from './promises'
import { coolingDanger, heatingDanger, runwayDanger, storyStation, type StoryFacts } from './story-field'

/** How exactly a server's clock of a machine can agree with the machine's own, site ms. */
const exactMs = 2000
/** A danger that has just begun or ended may or may not have been seen, wall ms. */
const seenWithinMs = 8000

const anyDanger = (facts: StoryFacts): boolean => coolingDanger(facts) !== null || heatingDanger(facts) !== null || runwayDanger(facts, 'L1') !== null

/** What the server promises while commands run: no end too early for a machine, no start too soon, and after an interlock trip nothing by itself. */
export function watchProtections({ store, device, siteMs, wallMs, timeScale, facts, clockMovedMs }: Witness, broken: string[], judgedWithinMs: number) {
  /** Sequences on loop 1 that left for a runway which was in use by then. */
  const accepted = new Set<number>()
  const since = (fromMs: number): StoryFacts[] => facts.filter((_, i) => (facts[i + 1]?.wallMs ?? Infinity) >= fromMs).map((then) => then.facts)
  /** Instants at which the station's machines ran, true site ms, oldest first; those that touch are one. */
  const runs = (): { fromMs: number; toMs: number }[] => {
    for (const index of [0, 1]) device.status(index)
    // What ended as it began was no run.
    const spans = device.effects.filter(({ mode, atMs, untilMs }) => (mode === 'heat' || mode === 'cool') && atMs !== untilMs).map(({ atMs, untilMs }) => ({ fromMs: atMs, toMs: untilMs ?? Infinity })).sort((a, b) => a.fromMs - b.fromMs)
    const merged: { fromMs: number; toMs: number }[] = []
    for (const span of spans) {
      const last = merged.at(-1)
      if (last && span.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, span.toMs)
      else merged.push({ ...span })
    }
    return merged
  }
  const clockStoodSince = (ms: number): boolean => clockMovedMs() < wallMs() - (siteMs() - ms) / timeScale - 1000

  const judgeMachine = (row: StoredCommand, loopIndex: number): void => {
    if (row.slot <= prioritySlots.minimumOnOff) return
    const nowMs = siteMs()
    const last = runs().at(-1)
    // Where the clocks of sensors and server disagree, what was told of a machine is taken for another time's.
    if (!last || !clockStoodSince(Math.min(last.fromMs, last.toMs)) || facts.at(-1)?.facts.behindS !== 0) return
    const what = `${row.loopId} command ${row.id} ${row.mode}`
    const { mode } = device.status(loopIndex)
    // An end to what was superseded while its outcome was unknown goes at once: nobody watches over that any more.
    const isHeld = [...store.rows.values()].some((other) => other.loopId === row.loopId && isOnDevice(other.state))
    if (isHeld && endsHeatFlow(row.mode) && (mode === 'heat' || mode === 'cool') && last.toMs === Infinity) {
      const ranMs = nowMs - last.fromMs
      // One that has only just begun is not known to run.
      if (ranMs > judgedWithinMs * timeScale && ranMs < storyStation.compressorMinOnS * 1000 - exactMs && !since(wallMs() - seenWithinMs).some(anyDanger)) broken.push(`${what}: stops a machine that has run ${Math.round(ranMs / 1000)} s`)
    }
    const stoodMs = nowMs - last.toMs
    if ((row.mode === 'heat' || row.mode === 'cool') && stoodMs > judgedWithinMs * timeScale && stoodMs < storyStation.compressorMinOffS * 1000 - exactMs) broken.push(`${what}: starts a machine that has rested ${Math.round(stoodMs / 1000)} s`)
  }
  const judgeTrip = (row: StoredCommand): void => {
    const trip = [...store.rows.values()].find((other) => other.loopId === row.loopId && other.slot === prioritySlots.automaticLifeSafety && isOnDevice(other.state))
    if (row.reason === 'life_safety_trip') broken.push(`${row.loopId} command ${row.id}: leaves after an interlock trip has ended it`)
    if (!trip || trip === row) return
    if (!endsHeatFlow(row.mode) && row.slot > trip.slot) broken.push(`${row.loopId} command ${row.id} ${row.mode}: leaves below the interlock trip ${trip.id}`)
    if (row.mode !== 'release' || row.slot !== trip.slot) return
    if (row.actor === trip.actor) broken.push(`${row.loopId}: an interlock trip is given back by nobody`)
    const safeMs = safeForS * 1000 - exactMs - judgedWithinMs * timeScale
    const wasDanger = since(wallMs() - safeMs / timeScale).some((then) => (trip.reasonText === 'cooling_near_freezing' ? then.surface !== 'calm' : runwayDanger(then, row.loopId) !== null))
    if (wasDanger && clockStoodSince(siteMs() - safeMs)) broken.push(`${row.loopId}: an interlock trip is given back while its cause lasts`)
  }

  return {
    /** A command's frame leaves. */
    leaves(row: StoredCommand, loopIndex: number): void {
      if (since(wallMs() - judgedWithinMs).some(({ runway }) => runway === 'inUse')) accepted.add(row.sequence)
      judgeMachine(row, loopIndex)
      judgeTrip(row)
    },
    /** Nothing that would begin again stands below a trip. */
    places(): void {
      const rows = [...store.rows.values()]
      for (const trip of rows.filter(({ slot, state }) => slot === prioritySlots.automaticLifeSafety && isOnDevice(state))) {
        const below = rows.find(({ loopId, state, mode }) => loopId === trip.loopId && state === 'held' && !endsHeatFlow(mode))
        if (below) broken.push(`${trip.loopId} command ${below.id} ${below.mode}: stands ready below the interlock trip ${trip.id}`)
      }
    },
    /** All is whole again, and what endangers has done so for long enough. */
    guarded(): void {
      const now = (facts.at(-1) as Witness['facts'][number]).facts
      for (const index of [0, 1]) {
        const { mode, appliedSequence } = device.status(index)
        const danger = mode === 'cool' ? coolingDanger(now) : mode === 'heat' ? heatingDanger(now) : null
        if (danger) broken.push(`the guard lets loop ${index} ${mode} although ${danger}`)
        const runway = mode === 'heat' || mode === 'hold' ? runwayDanger(now, `L${index}`) : null
        if (runway && !accepted.has(appliedSequence ?? 0)) broken.push(`the interlock trip lets loop ${index} ${mode} although ${runway}`)
      }
    },
  }
}
