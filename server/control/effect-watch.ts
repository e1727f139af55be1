import { sensorFact } from '#domain/control/interlocks/facts-of'
import { beginsWithinMs, judgeEffect, measuredForMs, type EffectExpectation, type EffectQuestion, type KeptExpectation, type SurfaceMeasurement, type UnjudgeableReason } from '#domain/control/judge-effect'
import { isFollowedMode } from '#domain/thermal/what-if'
import type { EffectView } from '#domain/wire/commands'
import type { StoredCommand } from '#server/store/command-store'
import type { CommandSteps } from './command-steps'
import type { ControlSettings } from './control-settings'
import { createCycleRunner, type CycleRunner } from './cycle-runner'
import { lagOf } from './interlock-inputs'

/**
 * Sees whether applied commands had an effect: asks the forecast once what the surface would do with the command and without it, keeps that with the
 * command, and holds what is measured against it until it tells. Only on the server that leads, and beside its workers: neither waits for the other.
 */
export class EffectWatch {
  private readonly asking: CycleRunner
  private readonly judging: CycleRunner
  /** Of commands that the forecast has no time for: since when they wait, wall ms. */
  private readonly waitingSinceMs = new Map<number, number>()
  private stopped = false
  private giveUp = (): void => {}

  constructor(private readonly steps: CommandSteps, private readonly ask: NonNullable<ControlSettings['expectEffect']>) {
    const { settings, timing } = steps
    const onError = (error: Error): void => settings.log.error({ error: error.message }, 'looking after the effect of commands failed')
    this.asking = createCycleRunner(settings.wall, timing.effectMs, () => this.each((command) => command.effect === null, (command) => this.begin(command)), onError)
    this.judging = createCycleRunner(settings.wall, timing.effectMs, () => this.each((command) => command.effect !== null, (command) => this.judge(command)), onError)
    // The columns it is asked of soon know what the command has done.
    steps.onApplied = () => { void this.asking.kick(false) }
  }

  start(): void {
    this.asking.start()
    this.judging.start()
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.giveUp()
    await Promise.all([this.asking.stop(), this.judging.stop()])
  }

  private async each(which: (command: StoredCommand) => boolean, work: (command: StoredCommand) => Promise<unknown>): Promise<void> {
    for (const command of (await this.steps.settings.store.loadUnjudged()).filter(which)) if (!this.stopped) await work(command)
  }

  /** Keeps what is expected of a command, or at once why nobody will be able to say. */
  private async begin(command: StoredCommand): Promise<void> {
    if (await this.carryOn(command)) return
    const answer = await this.expect(command)
    if (answer === null || this.stopped) return
    this.waitingSinceMs.delete(command.id)
    if (typeof answer === 'string') await this.tell(command, { verdict: 'unjudgeable', reason: answer })
    else await this.tell(command, { verdict: 'pending', sensors: answer.surfaces.map(({ sensorId }) => sensorId) }, { ...answer, before: this.measured(command.loopId) })
  }

  /** A renewed lease is the same order to the same device without a break: what was seen of it, or is still looked for, goes on. */
  private async carryOn(command: StoredCommand): Promise<boolean> {
    if (command.renews === null || command.takenOver) return false
    const former = await this.steps.settings.store.load(command.renews)
    if (!former?.effect || former.state !== 'superseded' || former.reason !== 'renewed') return false
    const isOpen = former.effect.reason === 'not_told_apart' && former.expectation !== null && this.steps.settings.clock.now().getTime() < former.expectation.untilMs
    await this.steps.tellEffect(command, isOpen ? { ...former.effect, verdict: 'pending', reason: null, judged_at: null } : former.effect, former.expectation ?? undefined)
    return true
  }

  /** Null: not now, but perhaps at the next look. */
  private async expect(command: StoredCommand): Promise<EffectExpectation | UnjudgeableReason | null> {
    const { wall, log } = this.steps.settings
    const { loopId, mode, setpointC, sentAt, appliedAt, expiresAt } = command
    if (!isFollowedMode(mode)) return 'mode_not_followed'
    // Found to be applied long after it was sent: when it began, and what was before, nobody knows.
    if (!sentAt || !appliedAt || appliedAt.getTime() - sentAt.getTime() > beginsWithinMs) return 'no_forecast'
    const question: EffectQuestion = { loopId, mode, setpointC, sentAtMs: sentAt.getTime(), appliedAtMs: appliedAt.getTime(), untilMs: expiresAt?.getTime() ?? Infinity }
    const answer = await this.within(this.ask(question)).catch((error: Error) => {
      log.warn({ command: command.id, error: error.message }, 'the forecast could not say what a command should do')
      return 'no_forecast' as const
    })
    if (answer !== null) return answer
    const sinceMs = this.waitingSinceMs.get(command.id) ?? wall.now()
    this.waitingSinceMs.set(command.id, sinceMs)
    return wall.now() - sinceMs >= this.steps.timing.expectMs ? 'no_forecast' : null
  }

  private async within<T>(answer: Promise<T>): Promise<T> {
    let cancel = (): void => {}
    const late = new Promise<never>((_, reject) => {
      this.giveUp = () => reject(new Error('no answer in time'))
      cancel = this.steps.settings.wall.setTimer(this.giveUp, this.steps.timing.expectMs)
    })
    return Promise.race([answer, late]).finally(cancel)
  }

  private async judge(command: StoredCommand): Promise<void> {
    if (command.reason === 'safe_state') return void await this.tell(command, { verdict: 'unjudgeable', reason: 'interrupted' })
    const { expectation } = command
    if (!expectation) return void await this.tell(command, { verdict: 'unjudgeable', reason: 'no_forecast' })
    const now = this.measured(command.loopId, expectation.appliedAtMs)
    const { verdict, reason, measuredK, predictedK, sdK, sensorIds } = judgeEffect(expectation, expectation.before, now, this.steps.settings.clock.now().getTime())
    if (verdict !== 'pending') await this.tell(command, { verdict, reason, measured_k: measuredK, predicted_k: predictedK, sd_k: sdK, sensors: sensorIds })
  }

  private tell(command: StoredCommand, effect: Pick<EffectView, 'verdict'> & Partial<EffectView>, expectation?: KeptExpectation): Promise<unknown> {
    const judgedAt = effect.verdict === 'pending' ? null : this.steps.settings.clock.now().toISOString()
    return this.steps.tellEffect(command, { reason: null, judged_at: judgedAt, measured_k: null, predicted_k: null, sd_k: null, sensors: [], ...effect }, expectation)
  }

  /**
   * Newest readings of the surface above a loop, measured ones of good quality only.
   * @param movedSinceMs a probe that has said nothing else since then may stick, and does not count
   */
  private measured(loopId: string, movedSinceMs?: number): SurfaceMeasurement[] {
    const { clock, field } = this.steps.settings
    const nowMs = clock.now().getTime()
    return (field(loopId)?.surface ?? []).flatMap((state) => {
      const { sensorId, reading } = state
      if (!reading || nowMs - reading.atMs > measuredForMs || sensorFact('surface_temperature', 'surface_temperature', state, nowMs, lagOf(clock)).trust !== 'good') return []
      return movedSinceMs !== undefined && reading.unchangedSinceMs <= movedSinceMs ? [] : [{ sensorId, value_c: reading.value, atMs: reading.atMs }]
    })
  }
}
