import { randomUUID } from 'node:crypto'
import { isInFlight, isOnDevice, type CommandMode } from '#domain/control/command'
import { isMinimumReason } from '#domain/control/interlocks/minimum-on-off'
import type { LoopStatus } from '#domain/control/loop-status'
import { verdictOf } from '#domain/control/interlocks/judge-interlocks'
import type { InterlockInput } from '#domain/control/interlocks/interlock-input'
import type { Loop } from '#domain/network/network'
import type { InterlocksView } from '#domain/wire/commands'
import { viewOfInterlock } from '#domain/wire/interlocks'
import type { StoredCommand } from '#server/store/command-store'
import { sha256 } from './asker'
import { viewOfCommand } from './command-view'
import type { CommandSteps } from './command-steps'
import { gatherInterlockInput } from './interlock-inputs'
import { protections, type Protection } from './protections'

/** How long it must have been safe before a slot is given back, or a person may give it back, s of site time. */
export const safeForS = 600
/** A danger must be seen at so many looks in a row: after a stall the newest readings come in a moment later. */
const looksToTrip = 2
/** Pause after a word that led nowhere, wall ms. */
const retryMs = 30_000
/** Lease of what it writes, s: until the slot is given back, or the longest a command can have. */
const leaseS = 43_200

/** `said`: what was written last and has not been seen to work; then nothing is written before `notBeforeMs`. */
interface Watch { dangers: number; possibleSinceMs: number | null; safeSinceMs: number | null; said: 'end' | 'release' | null; notBeforeMs: number }
/** A loop at one look: its commands in flight or holding, and what its controller has just answered. */
interface Look { loop: Loop; commands: readonly StoredCommand[]; status: LoopStatus; inFlight: StoredCommand | undefined; /** What is known, for one of them; gathered once. */ inputOf(command: StoredCommand): InterlockInput }

/**
 * While a command acts, looks at what protects people, pavement and plant (`protections.ts`); in a danger writes an end to it into the slot of the protection.
 * What the controller does by itself is the controller's matter. Remembers nothing that a restart may not forget.
 */
export class RunningWatch {
  private readonly watches = new Map<string, Watch>()

  constructor(private readonly steps: CommandSteps) {}

  /** One look at a loop whose controller has just answered. @returns whether what acts endangers somebody or something: then nothing may put off its end */
  async look(loop: Loop, commands: readonly StoredCommand[], status: LoopStatus): Promise<boolean> {
    const seen: Look = { loop, commands, status, inFlight: commands.find((command) => isInFlight(command.state)), inputOf: this.gatherOnce(loop, status) }
    let endangers = false
    for (const protection of protections) {
      const found = await this.lookBy(protection, seen)
      endangers ||= found !== 'calm'
      // One word at a time: the higher slot has been asked for.
      if (found === 'written') break
    }
    return endangers
  }

  private async lookBy(protection: Protection, look: Look): Promise<'calm' | 'danger' | 'written'> {
    const { commands, status, inFlight, loop, inputOf } = look
    const watch = this.watchOf(protection, loop.id)
    const own = commands.find((command) => command.actor === protection.actor && isOnDevice(command.state))
    if (watch.said === (own ? 'end' : 'release')) Object.assign(watch, { said: null, notBeforeMs: 0 })
    if (own) {
      Object.assign(watch, { dangers: 0, possibleSinceMs: null })
      // Whatever else is under way on the loop is waited for: giving back must not take it away.
      if (!inFlight) await this.lookForSafety(protection, look, own, watch)
      return 'calm'
    }
    watch.safeSinceMs = null
    const acting = commands.find((command) => command.mode === status.mode && (status.appliedSequence === null ? isOnDevice(command.state) : command.sequence === status.appliedSequence))
    // An end that is under way ends the danger by itself; one that waits for a machine's minimum does not wait any more.
    const ending = inFlight && inFlight !== acting && (inFlight.mode === 'off' || inFlight.mode === 'release' || inFlight.slot < protection.slot || inFlight.actor === protection.actor)
    if (!acting || (ending && !isMinimumReason(inFlight.reason))) { Object.assign(watch, { dangers: 0, possibleSinceMs: null }); return 'calm' }
    const { danger, results } = protection.judge(inputOf(acting), acting)
    const nowMs = this.steps.settings.clock.now().getTime()
    watch.possibleSinceMs = danger === 'none' ? null : watch.possibleSinceMs ?? nowMs
    const forMs = nowMs - (watch.possibleSinceMs ?? nowMs)
    // A clock that went back behind its beginning: nobody knows how long it has lasted, so it counts.
    const counts = danger === 'certain' || (danger === 'possible' && (forMs >= protection.possibleForS * 1000 || forMs < 0))
    watch.dangers = counts ? watch.dangers + 1 : 0
    if (watch.dangers < looksToTrip) return 'calm'
    if (ending) return 'danger'
    const found = verdictOf(results)
    const interlocks: InterlocksView = { at: new Date(nowMs).toISOString(), step: 'sending', results: results.filter(({ applies }) => applies).map(viewOfInterlock) }
    return await this.say(protection, loop.id, protection.mode(loop), found.allowed ? '' : found.rule, status, watch, { interlocks }) ? 'written' : 'danger'
  }

  private async lookForSafety(protection: Protection, { loop, commands, status, inputOf }: Look, own: StoredCommand, watch: Watch): Promise<void> {
    const nowMs = this.steps.settings.clock.now().getTime()
    const below = commands.filter((command) => command.state === 'held' && command.slot > own.slot).sort((a, b) => a.slot - b.slot)[0] ?? null
    const safe = protection.isSafeAgain(inputOf(own), own.reasonText, below && inputOf(below))
    // Behind its own beginning the time that was safe begins anew.
    watch.safeSinceMs = safe ? Math.min(watch.safeSinceMs ?? nowMs, nowMs) : null
    const longEnough = watch.safeSinceMs !== null && nowMs - watch.safeSinceMs >= safeForS * 1000
    if (!protection.needsPerson) {
      if (watch.safeSinceMs !== null && (below === null || longEnough)) await this.say(protection, loop.id, 'release', 'safe_again', status, watch)
      return
    }
    // It must outlast its own lease: nobody is to find it gone.
    if ((own.expiresAt?.getTime() ?? Infinity) - nowMs < leaseS * 500) await this.say(protection, loop.id, protection.mode(loop), own.reasonText ?? '', status, watch, { renews: own.id, ...(own.interlocks ? { interlocks: own.interlocks } : {}) })
    else if (longEnough) await this.steps.note(own, 'awaits_acknowledgement')
    else if (!safe && own.reason === 'awaits_acknowledgement') await this.steps.note(own, null)
  }

  /** Queued like any other command: sent, read back, recorded. @returns whether it was written */
  private async say(protection: Protection, loopId: string, mode: CommandMode, reason: string, status: LoopStatus, watch: Watch, more: { interlocks?: InterlocksView; renews?: number } = {}): Promise<boolean> {
    const { store, clock, wall, log } = this.steps.settings
    const { actor, slot } = protection
    if (wall.now() < watch.notBeforeMs) return false
    // Of what carries its own lease on nothing is to be seen but its command.
    Object.assign(watch, { said: more.renews !== undefined ? null : mode === 'release' ? 'release' : 'end', notBeforeMs: wall.now() + retryMs })
    const id = randomUUID()
    const outcome = await store.saveRequest({
      id, actor, key: id, sha256: sha256(id), at: clock.now(), refused: [], target: { kind: 'loop', id: loopId },
      wanted: [{
        loopId, slot, mode, setpointC: null, leaseS: mode === 'release' ? null : leaseS, reasonText: reason,
        seenSequence: Math.max(status.seenSequence ?? 0, status.appliedSequence ?? 0), ...more,
      }],
      answer: (commands, notGiven) => ({ group: null, commands: commands.map(viewOfCommand), refused: notGiven }),
    })
    if (outcome.kind !== 'saved') return false
    if (outcome.created.length === 0) { log.warn({ loop: loopId, slot, refused: outcome.answer.refused }, `${actor} could not write ${mode}`); return false }
    if (mode !== 'release' && more.renews === undefined) log.warn({ loop: loopId, slot, reason }, `${actor} ends what a command does`)
    this.steps.tell([...outcome.superseded, ...outcome.created])
    return true
  }

  private gatherOnce(loop: Loop, status: LoopStatus): (command: StoredCommand) => InterlockInput {
    let gathered: InterlockInput | null = null
    return ({ mode, setpointC: setpoint_c }) => {
      // Nothing automatic has a second person.
      gathered ??= gatherInterlockInput(this.steps.settings, loop, { mode, setpoint_c, stage: 'send', requester: '', secondPerson: null, automatic: true, notamReference: null }, { link: 'online', status, seenAt: this.steps.settings.clock.now() })
      return { ...gathered, mode, setpoint_c }
    }
  }

  private watchOf({ actor }: Protection, loopId: string): Watch {
    const key = `${actor} ${loopId}`
    const known = this.watches.get(key)
    if (known) return known
    const fresh: Watch = { dangers: 0, possibleSinceMs: null, safeSinceMs: null, said: null, notBeforeMs: 0 }
    this.watches.set(key, fresh)
    return fresh
  }
}
