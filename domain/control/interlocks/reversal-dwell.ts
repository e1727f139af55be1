import { isImpossible } from './fact'
import { allow, beside, refuse, type Rule } from './rule'

/** Between heating and cooling the machines of a station rest, and the valves with them. Who goes on in the direction it runs in reverses nothing. */
export const reversalDwell: Rule = {
  name: 'reversal_dwell', severity: 'refuse', whileRunning: null,
  judge: ({ mode, station, facts: { compressor, sinceHeating, sinceCooling } }) => {
    if (mode !== 'heat' && mode !== 'cool') return beside
    const since = mode === 'heat' ? sinceCooling : sinceHeating
    const goesOn = isImpossible(compressor, 'stopped') && isImpossible(compressor, mode === 'heat' ? 'cooling' : 'heating')
    return goesOn || since.possible.min >= station.reversalDwellS ? allow(compressor, since)
      : refuse('reversal_dwell', { mode, input: since.source ?? 'none', rested_s: since.possible.min, dwell_s: station.reversalDwellS, wait_s: Math.ceil(station.reversalDwellS - since.possible.min) }, [compressor, since])
  },
}
