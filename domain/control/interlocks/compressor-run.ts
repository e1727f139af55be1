import { isImpossible } from './fact'
import { allow, beside, endsHeatFlow, refuse, type Rule } from './rule'

/** An off soon after a start wears the machine. It is told and refuses nothing: an off or a release waits until the machine has run long enough; a stop of every slot does not. */
export const compressorRun: Rule = {
  name: 'compressor_run', severity: 'warn', whileRunning: 'minimumOnOff',
  judge: ({ mode, station, facts: { compressor, runningFor } }) => {
    if (!endsHeatFlow(mode)) return beside
    const inputs = [compressor, runningFor]
    const stands = isImpossible(compressor, 'heating') && isImpossible(compressor, 'cooling')
    return stands || runningFor.possible.min >= station.compressorMinOnS ? allow(...inputs)
      : refuse('compressor_min_on', { input: compressor.source ?? 'none', running_s: runningFor.possible.min, min_s: station.compressorMinOnS, wait_s: Math.ceil(station.compressorMinOnS - runningFor.possible.min) }, inputs)
  },
}
