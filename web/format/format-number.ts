const minus = '\u2212'

/** Number with a true minus, thousands commas and a fixed count of decimals. `sign` also writes the plus. Not finite = null: the caller says unknown. */
export function formatNumber(value: number | null, decimals = 0, sign = false): string | null {
  if (value === null || !Number.isFinite(value)) return null
  const [whole = '0', fraction] = Math.abs(value).toFixed(decimals).split('.')
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction ? `.${fraction}` : '')
  // The sign is that of the value, not of the rounded digits: −0.04 °C is below freezing and reads −0.0.
  if (value < 0) return (sign || Number(digits.replaceAll(',', '')) !== 0 ? minus : '') + digits
  return (sign && value > 0 ? '+' : '') + digits
}

/** Surface temperature in °C without unit: signed, 0.1; null when unknown. */
export const formatTemperature = (celsius: number): string | null => formatNumber(celsius, 1, true)
