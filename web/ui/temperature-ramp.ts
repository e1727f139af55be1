/**
 * The one temperature ramp of all cities and seasons: [°C, sRGB hex]. Interpolated in sRGB between stops; the step at 0 °C is not
 * interpolated: below it the last blue, from it on the first gold, so that no view can lose the freezing line.
 */
export const temperatureStops: readonly (readonly [celsius: number, hex: string])[] = [
  [-30, '#6A50B4'], [-20, '#4E66CC'], [-10, '#417CD6'], [-5, '#3F8DE0'], [-2, '#4A9CEA'], [0, '#5AACF1'],
  [0, '#FFF2C2'], [2, '#FFE699'], [5, '#FFD86E'], [10, '#FFC64F'], [20, '#FCAC3F'], [30, '#F69139'], [40, '#EE743B'],
  [50, '#E15846'], [60, '#CC4160'], [70, '#B23486'], [75, '#A033A0'],
]
const channels = (hex: string): [number, number, number] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]

/** Colour of a temperature as rgb bytes; the end colours hold beyond the ramp. Null for NaN: no data is never a ramp colour. */
export function temperatureRgb(celsius: number): [number, number, number] | null {
  if (Number.isNaN(celsius)) return null
  const stops = temperatureStops
  for (let i = 0; i + 1 < stops.length; i += 1) {
    const [low, lowHex] = stops[i]!
    const [high, highHex] = stops[i + 1]!
    if (celsius < low && i === 0) return channels(lowHex)
    if (celsius >= low && celsius < high) {
      const share = (celsius - low) / (high - low)
      const a = channels(lowHex)
      const b = channels(highHex)
      return [0, 1, 2].map((c) => Math.round(a[c]! + (b[c]! - a[c]!) * share)) as [number, number, number]
    }
  }
  return channels(stops[stops.length - 1]![1])
}

/** The same as a CSS colour; null for NaN. */
export function temperatureColour(celsius: number): string | null {
  const rgb = temperatureRgb(celsius)
  return rgb && `rgb(${rgb.join(' ')})`
}
