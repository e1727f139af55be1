import { isCertain, isImpossible } from './fact'
import { allow, beside, endsHeatFlow, refuse, type Rule } from './rule'

/** A controller that reports a fault moves no heat. */
export const controllerFault: Rule = {
  name: 'controller_fault', severity: 'refuse', whileRunning: null,
  judge: ({ mode, facts: { fault } }) =>
    endsHeatFlow(mode) ? beside : isImpossible(fault, 'fault') ? allow(fault) : refuse(isCertain(fault, 'fault') ? 'controller_fault' : 'controller_unknown', {}, [fault]),
}
