import { isImpossible } from './fact'
import { allow, beside, refuse, type Rule } from './rule'

/** A machine that stands still may have been started often within the hour: then nobody starts it once more. One that runs is not started by a further loop. */
export const compressorStarts: Rule = {
  name: 'compressor_starts', severity: 'refuse', whileRunning: null,
  judge: ({ mode, station: { compressorStartsPerH }, facts: { compressor, starts } }) => {
    if (mode !== 'heat' && mode !== 'cool') return beside
    return isImpossible(compressor, 'stopped') || starts.possible.max + 1 <= compressorStartsPerH ? allow(compressor, starts)
      : refuse('compressor_starts', { input: compressor.source ?? 'none', starts: starts.possible.max, most: compressorStartsPerH }, [compressor, starts])
  },
}
