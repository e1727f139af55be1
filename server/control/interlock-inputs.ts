import { factsOf } from '#domain/control/interlocks/facts-of'
import type { AsBuilt, Authority, InterlockInput } from '#domain/control/interlocks/interlock-input'
import type { LoopStatus } from '#domain/control/loop-status'
import type { Loop } from '#domain/network/network'
import { loopLimits, stationLimits } from '#domain/network/plant-limits'
import type { ControlSettings } from './control-settings'

/** A command as far as interlocks look at it. */
export type InterlockedCommand = Pick<AsBuilt, 'mode' | 'setpoint_c'> & Authority

/** What its controller says of a loop now. `seenAt` is the site instant of the answer. */
export interface LoopAnswer { link: 'online' | 'offline' | 'unknown'; status: LoopStatus | null; seenAt: Date | null }

/** Everything that interlocks judge a command by, as it is known at this moment: the one place where it is gathered. */
export function gatherInterlockInput({ clock, field }: Pick<ControlSettings, 'clock' | 'field'>, loop: Loop, command: InterlockedCommand, { link, status, seenAt }: LoopAnswer): InterlockInput {
  const { mode, setpoint_c, ...authority } = command
  const known = field(loop.id)
  return {
    loop, mode, setpoint_c, authority, limits: known?.limits ?? loopLimits([]), station: known?.station ?? stationLimits(),
    facts: factsOf({ controllerId: loop.controllerId, link, status, atMs: seenAt?.getTime() ?? Number.NaN }, known, clock.now().getTime()),
  }
}
