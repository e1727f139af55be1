import { isEnd, isHolding, isInFlight, isOnDevice } from '#domain/control/command'
import type { CommandView, EffectView, ReadBack } from '#domain/wire/commands'
import type { LoopView } from '../../stores/commands'
import type { LifecycleStep } from '../../ui/UiLifecycle.vue'

export interface StepWords { label(key: string): string; time(at: string): string; mark(state: string): string; effect(effect: EffectView | null): string }

/** Steps of a command in their order; each is taken at an instant of the command's view. */
export const stepKeys = ['requested', 'authorised', 'sent', 'accepted', 'applied', 'effective'] as const

/**
 * The six steps request, authorise, send, answer, read-back, effect of a command. Each has its time or a dash; an end or an unknown
 * stays in the first step that did not come to be, with its word. Nothing is marked done without its instant.
 */
export function commandSteps(command: CommandView, words: StepWords): LifecycleStep[] {
  const times = [command.requested_at, command.queued_at, command.sent_at, command.accepted_at, command.applied_at, command.effective_at]
  const firstOpen = times.findIndex((at) => at === null)
  const waiting = command.state === 'drafted' || command.state === 'validated' || (isInFlight(command.state) && command.state !== 'unknown')
  const ended = isEnd(command.state) && command.state !== 'released'
  return stepKeys.map((key, i) => {
    const at = times[i] ?? null
    const told = key === 'effective' ? words.effect(command.effect) : ''
    const base = { key, label: words.label(key), ...(told ? { title: told } : {}) }
    if (at !== null) return { ...base, mark: 'done' as const, note: words.time(at) }
    if (i !== firstOpen) return { ...base, mark: 'none' as const, note: '—' }
    if (command.state === 'unknown') return { ...base, mark: 'unknown' as const, note: words.mark('unknown') }
    if (key === 'effective') return { ...base, ...effectStep(command, words) }
    if (ended) return { ...base, mark: 'fail' as const, note: words.mark(command.state) }
    return { ...base, mark: waiting ? ('now' as const) : ('none' as const), note: waiting ? words.mark(command.state === 'selected' ? 'selected' : 'waiting') : '—' }
  })
}

/** Whether the measured surface followed: seen later than everything else, and not at all where no sensor can tell. */
function effectStep({ effect, state }: CommandView, words: StepWords): Pick<LifecycleStep, 'mark' | 'note'> {
  if (effect?.verdict === 'none') return { mark: 'fail', note: words.mark('no_effect') }
  if (effect?.verdict === 'unjudgeable') return { mark: 'unknown', note: words.mark('unjudgeable') }
  return effect?.verdict === 'pending' && isHolding(state) ? { mark: 'now', note: words.mark('pending') } : { mark: 'none', note: '—' }
}

export interface ActualValue { mode: ReadBack['mode']; setpointC: number | null; at: string }

/** The newest read-back of the command's loop; null = unknown (silent controller or never read). */
export function actualOf(command: CommandView, loop: LoopView | undefined): ActualValue | null {
  if (!loop || loop.link !== 'online' || !loop.actual) return null
  const own = command.read_back
  const live = loop.actual
  if (own && own.at > live.at) return { mode: own.mode, setpointC: own.setpoint_c, at: own.at }
  return { mode: live.mode, setpointC: live.setpoint_c, at: live.at }
}

export type Comparison = 'equal' | 'differs' | 'unknown'

/** Whether what was asked is what is: `equal` needs a read-back newer than the command; while one is lacking the answer is unknown. */
export function compareActual(command: CommandView, actual: ActualValue | null): Comparison {
  if (!actual) return 'unknown'
  const asked = command.mode === 'release' ? 'auto' : command.mode
  const same = actual.mode === asked && (command.setpoint_c === null || (actual.setpointC !== null && Math.abs(actual.setpointC - command.setpoint_c) < 0.05))
  if (!same) return 'differs'
  return command.sent_at !== null && Date.parse(actual.at) >= Date.parse(command.sent_at) ? 'equal' : 'unknown'
}

/** The device carries it out and the measured surface goes on as without it: a warning. */
export const hasNoEffect = ({ state, effect }: CommandView): boolean => isOnDevice(state) && effect?.verdict === 'none'

/**
 * What a row says in words. A lease is shown only while nothing is wrong and the controller is heard: it reads as "all is well".
 * Else state and reason come first; an applied command of a silent controller says that it is silent.
 */
export function rowSays(command: CommandView, loop: LoopView | undefined): 'lease' | 'reason' | 'silent' | 'state' | 'no_effect' {
  if (hasNoEffect(command) && command.reason === null) return loop?.link === 'online' ? 'no_effect' : 'silent'
  if (command.reason !== null) return 'reason'
  if (command.state !== 'applied' && command.state !== 'effective') return 'state'
  if (loop?.link !== 'online') return 'silent'
  return command.expires_at === null ? 'state' : 'lease'
}

/** Commands worth the tray: unknown ones and those without effect first, then in flight, then holding, newest first; ended ones only while they are recent (site time). */
export function trayCommands(commands: readonly CommandView[], nowMs: number, keepEndedMs = 6 * 3_600_000): CommandView[] {
  const live = (command: CommandView): boolean => !isEnd(command.state)
  const rank = (command: CommandView): number => (command.state === 'unknown' || hasNoEffect(command) ? 0 : live(command) && !isHolding(command.state) ? 1 : 2)
  return commands
    .filter((command) => live(command) || nowMs - Date.parse(command.ended_at ?? command.requested_at) < keepEndedMs)
    .toSorted((a, b) => rank(a) - rank(b) || b.id - a.id)
}
