import { allow, refuse, type BuiltRule } from './rule'

/** A loop can only do what it was built for. */
export const modeServed: BuiltRule = {
  name: 'mode_served', severity: 'refuse', whileRunning: null,
  judge: ({ loop, mode }) => {
    const served = mode === 'heat' ? loop.service === 'heat' || loop.service === 'heatAndCool'
      : mode === 'cool' ? loop.service === 'cool' || loop.service === 'heatAndCool'
        : mode === 'hold' ? loop.service !== 'none' : true
    return served ? allow() : refuse('mode_not_served', { mode, service: loop.service })
  },
}
