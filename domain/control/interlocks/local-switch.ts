import { isCertain, isImpossible } from './fact'
import { allow, endsHeatFlow, refuse, type Rule } from './rule'

/**
 * The local switch beats remote, for every mode: the device would refuse it anyway. Where nobody knows how it stands, off and release are tried:
 * only what makes them impossible stops them.
 */
export const localSwitch: Rule = {
  name: 'local_switch', severity: 'refuse', whileRunning: null,
  judge: ({ mode, facts: { local } }) => {
    if (isCertain(local, 'local')) return refuse('local_switch', {}, [local])
    return isImpossible(local, 'local') || endsHeatFlow(mode) ? allow(local) : refuse('controller_unknown', {}, [local])
  },
}
