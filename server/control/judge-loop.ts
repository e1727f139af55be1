import { judgeInterlocks, listInterlocks, type Verdict } from '#domain/control/interlocks/judge-interlocks'
import type { Loop } from '#domain/network/network'
import type { InterlocksView } from '#domain/wire/commands'
import type { ControlSettings } from './control-settings'
import { gatherInterlockInput, type InterlockedCommand, type LoopAnswer } from './interlock-inputs'

/** The verdict on a command for a loop at this moment, and what every interlock said, as it is kept with the command. */
export function judgeLoop(settings: Pick<ControlSettings, 'clock' | 'field'>, loop: Loop, command: InterlockedCommand, answer: LoopAnswer, step: InterlocksView['step']): { verdict: Verdict; interlocks: InterlocksView } {
  const input = gatherInterlockInput(settings, loop, command, answer)
  const results = listInterlocks(input).map(({ inputs, ...result }) => ({
    ...result, inputs: inputs.map(({ name, value, unit, age_s, source, trust }) => ({ name, value: typeof value === 'number' && !Number.isFinite(value) ? null : value, unit, age_s, source, trust })),
  }))
  return { verdict: judgeInterlocks(input), interlocks: { at: settings.clock.now().toISOString(), step, results } }
}
