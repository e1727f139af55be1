import type { ShownState } from './shown-state'
import { rampHighestC, rampLowestC } from '../map/layers/temperature-ramp'
import { formatTemperature } from './format-number'

/** Surface temperature in °C without unit, with the mark of its trust: `≈ ` before an estimate, `→ ` before a forecast, `< ` / `> ` beyond the ends of the colour ramp; null when unknown. */
export function formatTrusted(celsius: number, state: ShownState): string | null {
  const value = formatTemperature(celsius)
  if (value === null) return null
  const beyond = celsius < rampLowestC ? '< ' : celsius > rampHighestC ? '> ' : ''
  return `${state === 'estimated' ? '≈ ' : state === 'forecast' ? '→ ' : ''}${beyond}${value}`
}
