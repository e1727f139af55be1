import { factsOf } from '#domain/control/interlocks/facts-of'
import type { AsBuilt, Authority, InterlockInput } from '#domain/control/interlocks/interlock-input'
import { listInterlocks, verdictOf, type Verdict } from '#domain/control/interlocks/judge-interlocks'
import type { LoopStatus } from '#domain/control/loop-status'
import type { Loop } from '#domain/network/network'
import { loopLimits, stationLimits } from '#domain/network/plant-limits'
import type { InterlocksView } from '#domain/wire/commands'
import { viewOfInterlock } from '#domain/wire/interlocks'
import type { ControlSettings } from './control-settings'

/** A command as far as interlocks look at it. */
export type InterlockedCommand = Pick<AsBuilt, 'mode' | 'setpoint_c'> & Authority

/** What its controller says of a loop now. `seenAt` is the site instant of the answer. */
export interface LoopAnswer { link: 'online' | 'offline' | 'unknown'; status: LoopStatus | null; seenAt: Date | null }

/** What a busy machine may lag behind the wall, s: in a fast demo it makes every value look older than its plant would. Nothing at real time. */
const wallLagS = 5
const mostLagS = 900
export const lagOf = ({ base }: ControlSettings['clock']): number => Math.min(mostLagS, wallLagS * Math.max(0, base.timeScale - 1))

/** Everything that interlocks judge a command by, as it is known at this moment: the one place where it is gathered. */
export function gatherInterlockInput({ clock, field }: Pick<ControlSettings, 'clock' | 'field'>, loop: Loop, command: InterlockedCommand, { link, status, seenAt }: LoopAnswer): InterlockInput {
  const { mode, setpoint_c, ...authority } = command
  const known = field(loop.id)
  return {
    loop, mode, setpoint_c, authority, limits: known?.limits ?? loopLimits([]), station: known?.station ?? stationLimits(),
    facts: factsOf({ controllerId: loop.controllerId, link, status, atMs: seenAt?.getTime() ?? Number.NaN }, known, clock.now().getTime(), lagOf(clock)),
  }
}

/** Judges a command as things stand now; `kept` is what every rule that has anything to say said, to be kept with the command. */
export function judgeCommand(settings: Pick<ControlSettings, 'clock' | 'field'>, loop: Loop, command: InterlockedCommand, answer: LoopAnswer, step: InterlocksView['step']): { verdict: Verdict; kept: InterlocksView } {
  const results = listInterlocks(gatherInterlockInput(settings, loop, command, answer))
  return { verdict: verdictOf(results), kept: { at: settings.clock.now().toISOString(), step, results: results.filter(({ applies }) => applies).map(viewOfInterlock) } }
}
