import { isOnDevice } from '#domain/control/command'
import { judgeReadBack, type JudgedCommand, type LoopAnswer } from '#domain/control/judge-read-back'
import type { KeptExpectation } from '#domain/control/judge-effect'
import type { MinimumReason } from '#domain/control/interlocks/minimum-on-off'
import { nextState, type CommandEvent } from '#domain/control/life-cycle'
import type { CommandReason } from '#domain/control/reasons'
import type { EffectView, InterlocksView } from '#domain/wire/commands'
import type { CommandStep, StoredCommand } from '#server/store/command-store'
import { readBackOf, viewOfCommand } from './command-view'
import { defaultTiming, type ControlSettings, type ControlTiming } from './control-settings'

/** By how much an instant that was told may be off and is not told again, wall ms. */
const toldWithinMs = 5000

/** What is remembered of a loop between two cycles, in wall ms. Forgotten by a restart, which only makes the server more patient. */
export interface LoopMemory {
  lastWriteMs: number
  /** Highest sequence the device was ever seen to have received. */
  highestSeen: number
  retryAtMs: number
  retries: number
}

/** The one door for every change of a command's state after the request: by the table, fenced, recorded, told. */
export class CommandSteps {
  readonly timing: ControlTiming
  /** Steps taken so far: who sees it unchanged need not read the commands again. */
  taken = 0
  private readonly memories = new Map<string, LoopMemory>()
  private readonly startedMs: number

  constructor(readonly settings: ControlSettings) {
    this.timing = { ...defaultTiming, ...settings.timing }
    this.startedMs = settings.wall.now()
  }

  memory(loopId: string): LoopMemory {
    const known = this.memories.get(loopId)
    if (known) return known
    const fresh = { lastWriteMs: this.startedMs, highestSeen: 0, retryAtMs: 0, retries: 0 }
    this.memories.set(loopId, fresh)
    return fresh
  }

  /** Takes one step; null when the table does not know it or the command has moved on meanwhile. */
  async take(command: StoredCommand, event: CommandEvent, reason: CommandReason | null, more: Partial<CommandStep> = {}): Promise<StoredCommand | null> {
    const state = nextState(command.state, event)
    if (state === null) return null
    const step: CommandStep = { event, state, at: this.settings.clock.now(), actor: 'server', reason, ...more }
    const done = event === 'send' ? await this.settings.store.claim(command, step).then((claimed) => claimed && { command: claimed, displaced: [] }) : await this.settings.store.step(command, step)
    this.taken += 1
    if (!done) return null
    for (const ended of done.displaced) this.settings.onCommand(viewOfCommand(ended))
    this.settings.onCommand(viewOfCommand(done.command))
    if (state === 'applied') this.onApplied()
    return done.command
  }

  /** The device carries a command out as of now; whoever looks for its effect fills it. */
  onApplied: () => void = () => {}

  /** One reservation that nobody operated in time takes its whole group with it; filled by the control room. */
  lapseGroup: (requestId: string) => Promise<void> = async () => {}

  /** Tells of steps that were taken in a transaction over a whole request. */
  tell(stepped: readonly StoredCommand[]): void {
    this.taken += stepped.length
    for (const command of stepped) this.settings.onCommand(viewOfCommand(command))
  }

  /** Says why a command waits, without moving it. */
  async note(command: StoredCommand, reason: CommandReason | null): Promise<StoredCommand> {
    return reason === command.reason ? command : this.remark(command, reason)
  }

  /** Says why and until when a command waits for a machine, and what its interlocks say meanwhile. */
  async waitForMachine(command: StoredCommand, reason: MinimumReason, until: Date, interlocks: InterlocksView): Promise<void> {
    const told = command.reason === reason && command.waitUntil !== null && Math.abs(command.waitUntil.getTime() - until.getTime()) <= toldWithinMs * this.settings.clock.base.timeScale
    if (!told) await this.remark(command, reason, { waitUntil: until, interlocks })
  }

  /** Keeps what was judged of a command's effect, and what it is held against. Seen as predicted, the command is effective; without effect it stays applied and says so. */
  async tellEffect(command: StoredCommand, effect: EffectView, expectation?: KeptExpectation): Promise<void> {
    const more = { effect, detail: { effect }, ...(expectation ? { expectation } : {}) }
    if (effect.verdict === 'as_predicted') await this.take(command, 'effect', command.reason, more)
    else await this.remark(command, command.reason, more)
  }

  /** A step that leaves the command where it is. */
  private async remark(command: StoredCommand, reason: CommandReason | null, more: Partial<CommandStep> = {}): Promise<StoredCommand> {
    const done = await this.settings.store.step(command, { event: 'note', state: command.state, at: this.settings.clock.now(), actor: 'server', reason, ...more })
    this.taken += 1
    if (!done) return command
    this.settings.onCommand(viewOfCommand(done.command))
    return done.command
  }

  /** Lets a complete answer of the device decide about a command that was sent, holds, or was given up too early. */
  async settle(command: StoredCommand, answer: LoopAnswer): Promise<StoredCommand | null> {
    const { clock, judge = judgeReadBack } = this.settings
    const now = clock.now()
    const memory = this.memory(command.loopId)
    const judged = judge(asJudged(command), answer, now.getTime())
    const restarted = answer.status.seenSequence === 0 && memory.highestSeen > 0
    memory.highestSeen = Math.max(memory.highestSeen, answer.status.seenSequence ?? 0)
    const sinceWriteMs = this.settings.wall.now() - memory.lastWriteMs
    const late = command.state === 'failed' || command.state === 'superseded'
    // Too early to believe that it is absent; too late for "it has only just arrived".
    const believed = judged.event === 'absent' ? sinceWriteMs >= this.timing.settleMs : judged.event !== 'seen' || sinceWriteMs <= this.timing.confirmMs
    if (judged.event && believed && nextState(command.state, judged.event) !== null) {
      return this.take(command, judged.event, late ? 'late_effect' : judged.event === 'absent' && restarted ? 'controller_restarted' : judged.reason, {
        readBack: readBackOf(answer.status, now),
        ...(late ? { expiresAt: new Date(now.getTime() + (answer.status.leaseRemainingS ?? command.leaseS ?? 0) * 1000) } : {}),
      })
    }
    if (isOnDevice(command.state)) return this.note(command, judged.reason ?? (passing.includes(command.reason) ? null : command.reason))
    if ((command.state === 'sent' || command.state === 'accepted') && sinceWriteMs > this.timing.confirmMs) return this.take(command, 'lostTouch', judged.reason ?? 'not_confirmed_in_time')
    if (command.state !== 'unknown') return command
    return this.note(command, judged.event === 'seen' ? 'not_confirmed_in_time' : judged.reason && judged.event === null ? judged.reason : command.reason)
  }
}

/** What a holder can wait for; gone as soon as the device answers as it should. */
const passing: readonly (CommandReason | null)[] = ['safe_state', 'lease_passed_unread']

const asJudged = (command: StoredCommand): JudgedCommand => ({
  state: command.state, sequence: command.sequence, mode: command.mode, setpoint_c: command.setpointC, leaseS: command.sentLeaseS ?? command.leaseS, sentAtMs: command.sentAt?.getTime() ?? null, expiresAtMs: command.expiresAt?.getTime() ?? null,
})
