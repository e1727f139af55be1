import { isImpossible } from './fact'
import { allow, beside, refuse, type Rule } from './rule'

/**
 * A machine that stands still may have stopped just now: then it is not started again yet. It is told and refuses nothing: a start that is asked for waits
 * until the machine has rested. One that runs is not started by a further loop.
 */
export const compressorRest: Rule = {
  name: 'compressor_rest', severity: 'warn', whileRunning: 'minimumOnOff',
  judge: ({ mode, station: { compressorMinOffS }, facts: { compressor, stoppedFor } }) => {
    if (mode !== 'heat' && mode !== 'cool') return beside
    const inputs = [compressor, stoppedFor]
    if (isImpossible(compressor, 'stopped') || stoppedFor.possible.min >= compressorMinOffS) return allow(...inputs)
    return refuse('compressor_min_off', { input: compressor.source ?? 'none', stopped_s: stoppedFor.possible.min, min_s: compressorMinOffS, wait_s: Math.ceil(compressorMinOffS - stoppedFor.possible.min) }, inputs)
  },
}
