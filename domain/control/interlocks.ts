import type { Loop } from '../network/network'
import { freshnessLimits } from '../sensing/freshness'
import { quantitySpec } from '../sensing/quantities'
import { onSetpointStep } from './command-block'
import type { CommandMode } from './command'
import type { ReasonParams, RefusalReason } from './reasons'

export interface InterlockInput {
  loop: Pick<Loop, 'service' | 'heatMinC' | 'heatMaxC' | 'coolMinC' | 'coolMaxC'>
  mode: CommandMode
  setpoint_c: number | null
  link: 'online' | 'offline' | 'unknown'
  /** What the controller says now; null when nobody can say. */
  device: { local: boolean; fault: boolean } | null
  /** Dew point at the coldest wetted wall of the loop, and the site instant it was measured. */
  dewPoint: { value_c: number; atMs: number } | null
  nowMs: number
}

export type Verdict = { allowed: true } | { allowed: false; rule: RefusalReason; params: ReasonParams }
type Rule = (input: InterlockInput) => Verdict
type AsBuilt = Pick<InterlockInput, 'loop' | 'mode' | 'setpoint_c'>
type BuiltRule = (input: AsBuilt) => Verdict

const allowed: Verdict = { allowed: true }
const refuse = (rule: RefusalReason, params: ReasonParams = {}): Verdict => ({ allowed: false, rule, params })

/** Least distance of a cooling supply above the dew point, K. */
export const condensationMarginK = 2

/** Off and release take energy out of a loop: only what makes them impossible stops them. */
const endsHeatFlow = (mode: CommandMode): boolean => mode === 'off' || mode === 'release'

const mayServeMode: BuiltRule = ({ loop, mode }) => {
  const served = mode === 'heat' ? loop.service === 'heat' || loop.service === 'heatAndCool'
    : mode === 'cool' ? loop.service === 'cool' || loop.service === 'heatAndCool'
      : mode === 'hold' ? loop.service !== 'none' : true
  return served ? allowed : refuse('mode_not_served', { mode, service: loop.service })
}

const mayUseSetpoint: BuiltRule = ({ loop, mode, setpoint_c }) => {
  if (mode !== 'heat' && mode !== 'cool') return setpoint_c === null ? allowed : refuse('setpoint_forbidden', { mode })
  if (setpoint_c === null) return refuse('setpoint_required', { mode })
  const [min_c, max_c] = mode === 'heat' ? [loop.heatMinC, loop.heatMaxC] : [loop.coolMinC, loop.coolMaxC]
  // Written so that NaN in either the set-point or a limit refuses.
  if (!(setpoint_c >= min_c && setpoint_c <= max_c)) return refuse('setpoint_outside_limits', { setpoint_c, min_c, max_c })
  return onSetpointStep(setpoint_c) ? allowed : refuse('setpoint_resolution', { setpoint_c, step_c: 0.1 })
}

/**
 * An unreachable controller blocks whatever starts or keeps a flow of heat. Off and release are let through: they wait briefly for the
 * controller and end as failed 'not_sent' when it does not come back, so that nobody is locked out by a silent device.
 */
const mayReachController: Rule = ({ mode, link }) =>
  endsHeatFlow(mode) || link === 'online' ? allowed : refuse(link === 'offline' ? 'controller_offline' : 'controller_unknown')

/** The local switch beats remote, for every mode: the device would refuse it anyway. */
const mayOverrideLocal: Rule = ({ device }) => (device?.local === true ? refuse('local_switch') : allowed)

const mayRunWithFault: Rule = ({ mode, device }) => {
  if (endsHeatFlow(mode)) return allowed
  if (device === null) return refuse('controller_unknown')
  return device.fault ? refuse('controller_fault') : allowed
}

/**
 * Condensation guard: the supply must stay 2 K above the dew point at the coldest wetted wall (a 45 °C deck never condenses, its pipe does).
 * An unknown or stale dew point counts as the worst case.
 */
const mayCoolWithoutCondensing: Rule = ({ mode, setpoint_c, dewPoint, nowMs }) => {
  if (mode !== 'cool') return allowed
  const input = 'dew_point'
  if (dewPoint === null || !Number.isFinite(dewPoint.value_c)) return refuse('dew_point_unknown', { input })
  const age_s = Math.max(0, Math.round((nowMs - dewPoint.atMs) / 1000))
  const limit_s = freshnessLimits(quantitySpec('dew_point').cadenceS).staleAfterS
  if (!(age_s <= limit_s)) return refuse('dew_point_stale', { input, age_s, limit_s })
  return setpoint_c !== null && setpoint_c >= dewPoint.value_c + condensationMarginK ? allowed
    : refuse('condensation_guard', { input, setpoint_c: setpoint_c ?? 'none', dew_point_c: dewPoint.value_c, margin_k: condensationMarginK, age_s })
}

/** In the order in which an operator wants to hear of them: what can never work first, then what is so at the moment. */
const builtRules: readonly BuiltRule[] = [mayServeMode, mayUseSetpoint]
const presentRules: readonly Rule[] = [mayReachController, mayOverrideLocal, mayRunWithFault, mayCoolWithoutCondensing]

/** Judges a command when it is requested and again when it is sent; the first rule that refuses speaks. */
export const judgeInterlocks = (input: InterlockInput): Verdict => firstRefusal([...builtRules, ...presentRules], input)

/** Judges only whether such a command can be given to the loop as it is built, whatever is so at the moment: for commands that are not given. */
export const judgeAsBuilt = (input: AsBuilt): Verdict => firstRefusal(builtRules, input)

function firstRefusal<I>(rules: readonly ((input: I) => Verdict)[], input: I): Verdict {
  for (const rule of rules) {
    const verdict = rule(input)
    if (!verdict.allowed) return verdict
  }
  return allowed
}
