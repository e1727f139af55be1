import { randomUUID } from 'node:crypto'
import { guardActor, isInFlight, isOnDevice, prioritySlots } from '#domain/control/command'
import { judgeGuard } from '#domain/control/interlocks/judge-guard'
import { verdictOf } from '#domain/control/interlocks/judge-interlocks'
import type { LoopStatus } from '#domain/control/loop-status'
import type { Loop } from '#domain/network/network'
import type { InterlocksView } from '#domain/wire/commands'
import { viewOfInterlock } from '#domain/wire/interlocks'
import type { StoredCommand } from '#server/store/command-store'
import { sha256 } from './asker'
import { viewOfCommand } from './command-view'
import type { CommandSteps } from './command-steps'
import { gatherInterlockInput } from './interlock-inputs'

/** How long it must have been safe before the slot is given back, s of site time. */
const safeForS = 600
/** A danger must be seen at so many looks in a row: after a stall the newest readings come in a moment later. */
const looksToTrip = 2
/** Pause after a word that led nowhere, wall ms. */
const retryMs = 30_000
/** Lease of its off, s: until it gives the slot back, or the longest a command can have. */
const leaseS = 43_200

/** `said`: what was written last and has not been seen to work; then nothing is written before `notBeforeMs`. */
interface LoopWatch { dangers: number; safeSinceMs: number | null; said: 'off' | 'release' | null; notBeforeMs: number }

/**
 * While a command heats or cools, looks at what protects pavement and plant; in a danger writes `off` in the slot of critical equipment, and gives the slot back when
 * whoever stands below it could go on safely for ten minutes. What the controller does by itself is the controller's matter. Remembers nothing that a restart may not forget.
 */
export class PlantGuard {
  private readonly watches = new Map<string, LoopWatch>()

  constructor(private readonly steps: CommandSteps) {}

  /** One look at a loop whose controller has just answered. @param commands the loop's, in flight or holding */
  async look(loop: Loop, commands: readonly StoredCommand[], status: LoopStatus): Promise<void> {
    const watch = this.watchOf(loop.id)
    const own = commands.find((command) => command.actor === guardActor && isOnDevice(command.state))
    const inFlight = commands.find((command) => isInFlight(command.state))
    if (watch.said === (own ? 'off' : 'release')) Object.assign(watch, { said: null, notBeforeMs: 0 })
    if (own) {
      // Whatever else is under way on the loop is waited for: giving back must not take it away.
      if (!inFlight) await this.lookForSafety(loop, commands, own, status, watch)
      return
    }
    watch.safeSinceMs = null
    const acting = commands.find((command) => command.mode === status.mode && (status.appliedSequence === null ? isOnDevice(command.state) : command.sequence === status.appliedSequence))
    // An off or a release that is under way ends the danger by itself.
    if (!acting || (inFlight && inFlight !== acting && (inFlight.mode === 'off' || inFlight.mode === 'release'))) { watch.dangers = 0; return }
    const { verdict, kept } = this.judge(loop, acting, status, true)
    watch.dangers = verdict.allowed ? 0 : watch.dangers + 1
    if (verdict.allowed || watch.dangers < looksToTrip) return
    await this.say(loop.id, 'off', verdict.rule, status, watch, kept)
  }

  private async lookForSafety(loop: Loop, commands: readonly StoredCommand[], own: StoredCommand, status: LoopStatus, watch: LoopWatch): Promise<void> {
    const nowMs = this.steps.settings.clock.now().getTime()
    const below = commands.filter((command) => command.state === 'held' && command.slot > own.slot).sort((a, b) => a.slot - b.slot)[0]
    // Nobody would go on: there is nothing to protect from.
    const safe = !below || this.judge(loop, below, status, false).verdict.allowed
    watch.safeSinceMs = safe ? watch.safeSinceMs ?? nowMs : null
    if (watch.safeSinceMs === null || (below && nowMs - watch.safeSinceMs < safeForS * 1000)) return
    await this.say(loop.id, 'release', 'safe_again', status, watch)
  }

  private judge(loop: Loop, { mode, setpointC: setpoint_c }: StoredCommand, status: LoopStatus, flows: boolean): { verdict: ReturnType<typeof verdictOf>; kept: InterlocksView } {
    const { settings } = this.steps
    const at = settings.clock.now()
    const results = judgeGuard(gatherInterlockInput(settings, loop, { mode, setpoint_c, stage: 'send', requester: guardActor, secondPerson: null, automatic: true, notamReference: null }, { link: 'online', status, seenAt: at }), flows)
    return { verdict: verdictOf(results), kept: { at: at.toISOString(), step: 'sending', results: results.filter(({ applies }) => applies).map(viewOfInterlock) } }
  }

  /** Queued like any other command: sent, read back, recorded. */
  private async say(loopId: string, mode: 'off' | 'release', reason: string, status: LoopStatus, watch: LoopWatch, interlocks?: InterlocksView): Promise<void> {
    const { store, clock, wall, log } = this.steps.settings
    if (wall.now() < watch.notBeforeMs) return
    Object.assign(watch, { said: mode, notBeforeMs: wall.now() + retryMs })
    const id = randomUUID()
    const outcome = await store.saveRequest({
      id, actor: guardActor, key: id, sha256: sha256(id), at: clock.now(), refused: [], target: { kind: 'loop', id: loopId },
      wanted: [{
        loopId, slot: prioritySlots.criticalEquipment, mode, setpointC: null, leaseS: mode === 'off' ? leaseS : null, reasonText: reason,
        seenSequence: Math.max(status.seenSequence ?? 0, status.appliedSequence ?? 0), ...(interlocks ? { interlocks } : {}),
      }],
      answer: (commands, notGiven) => ({ group: null, commands: commands.map(viewOfCommand), refused: notGiven }),
    })
    if (outcome.kind !== 'saved') return
    if (outcome.created.length === 0) { log.warn({ loop: loopId, refused: outcome.answer.refused }, `the guard could not write ${mode}`); return }
    if (mode === 'off') log.warn({ loop: loopId, reason }, 'the guard ends what a command does')
    this.steps.tell([...outcome.superseded, ...outcome.created])
  }

  private watchOf(loopId: string): LoopWatch {
    const known = this.watches.get(loopId)
    if (known) return known
    const fresh: LoopWatch = { dangers: 0, safeSinceMs: null, said: null, notBeforeMs: 0 }
    this.watches.set(loopId, fresh)
    return fresh
  }
}
