import { isImpossible } from './fact'
import { allow, beside, refuse, type Rule } from './rule'

/** A machine that stands still may have stopped just now, and may have been started often: then it is not started again yet. One that runs is not started by a further loop. */
export const compressorRest: Rule = {
  name: 'compressor_rest', severity: 'refuse',
  judge: ({ mode, station, facts: { compressor, stoppedFor, starts } }) => {
    if (mode !== 'heat' && mode !== 'cool') return beside
    const inputs = [compressor, stoppedFor, starts]
    if (isImpossible(compressor, 'stopped')) return allow(...inputs)
    const input = compressor.source ?? 'none'
    const { compressorMinOffS, compressorStartsPerH } = station
    if (!(stoppedFor.possible.min >= compressorMinOffS)) return refuse('compressor_min_off', { input, stopped_s: stoppedFor.possible.min, min_s: compressorMinOffS, wait_s: Math.ceil(compressorMinOffS - stoppedFor.possible.min) }, inputs)
    return starts.possible.max + 1 <= compressorStartsPerH ? allow(...inputs) : refuse('compressor_starts', { input, starts: starts.possible.max, most: compressorStartsPerH }, inputs)
  },
}
