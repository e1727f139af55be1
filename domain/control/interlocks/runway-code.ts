import { allow, beside, refuse, type Rule } from './rule'
import { worst } from './worst'

/** Above this a surface carries neither ice nor snow that could melt, °C: water at 4 °C has none, and a probe may err. Assumed. */
export const bareAboveC = 4

/**
 * Melting can lower a runway's condition before it lifts it (ICAO Doc 9981, runway condition assessment matrix): ice is code 1 and wet ice 0; compacted snow is 4
 * at -15 °C and below, else 3, and with water on top 0. Nobody measures the cover, so whatever the surface is cold enough for is possible. Whoever arms the
 * command must have seen it; it stops nobody, since the runway is better for it in the end.
 */
export const runwayCode: Rule = {
  name: 'runway_code', severity: 'warn', whileRunning: null,
  judge: ({ mode, facts: { runwayUse, surface } }) => {
    if (runwayUse.length === 0 || (mode !== 'heat' && mode !== 'hold')) return beside
    if (surface.every(({ possible }) => possible.min > bareAboveC)) return allow(...surface)
    return refuse('runway_code_drops', { ...worst(surface, 'min'), ice_before: 1, ice_melting: 0, snow_before: surface.every(({ possible }) => possible.max <= -15) ? '4' : surface.every(({ possible }) => possible.min > -15) ? '3' : '3/4', snow_melting: 0 }, surface)
  },
}
