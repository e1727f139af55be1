/** One stop of the ramp: temperature, °C, and sRGB bytes. */
export interface RampStop { readonly temperatureC: number; readonly rgb: readonly [red: number, green: number, blue: number] }

const stop = (temperatureC: number, hex: string): RampStop => ({
  temperatureC,
  rgb: [Number.parseInt(hex.slice(1, 3), 16), Number.parseInt(hex.slice(3, 5), 16), Number.parseInt(hex.slice(5, 7), 16)],
})

/** Below freezing: lightness rises towards 0 °C. */
export const coldStops: readonly RampStop[] = [
  stop(-30, '#6A50B4'), stop(-20, '#4E66CC'), stop(-10, '#417CD6'), stop(-5, '#3F8DE0'), stop(-2, '#4A9CEA'), stop(0, '#5AACF1'),
]
/** From 0 °C up: lightness jumps by 27 at the break, then falls. */
export const warmStops: readonly RampStop[] = [
  stop(0, '#FFF2C2'), stop(2, '#FFE699'), stop(5, '#FFD86E'), stop(10, '#FFC64F'), stop(20, '#FCAC3F'), stop(30, '#F69139'),
  stop(40, '#EE743B'), stop(50, '#E15846'), stop(60, '#CC4160'), stop(70, '#B23486'), stop(75, '#A033A0'),
]

/** Ends of the ramp, °C; beyond them the end colour stays and the label gets a `<` or `>`. */
export const rampLowestC = -30
export const rampHighestC = 75

/** Part of the ramp that the legend shows; the stops themselves never move. */
export const legendWindows = { winter: { fromC: -20, toC: 15, stepC: 5 }, summer: { fromC: 25, toC: 75, stepC: 10 } } as const

function interpolate(stops: readonly RampStop[], temperatureC: number): [number, number, number] {
  let lower = stops[0]!
  for (const upper of stops) {
    if (temperatureC < upper.temperatureC) {
      const span = upper.temperatureC - lower.temperatureC
      const part = span > 0 ? Math.max(0, (temperatureC - lower.temperatureC) / span) : 0
      return [0, 1, 2].map((i) => Math.round(lower.rgb[i]! + (upper.rgb[i]! - lower.rgb[i]!) * part)) as [number, number, number]
    }
    lower = upper
  }
  return [...lower.rgb]
}

/**
 * sRGB bytes of a surface temperature, °C. Interpolated in sRGB between stops, never across 0 °C: 0 itself is warm.
 * Null for a value that is no number: unknown is never a ramp colour.
 */
export function colourBytesAt(temperatureC: number): [red: number, green: number, blue: number] | null {
  if (Number.isNaN(temperatureC)) return null
  return interpolate(temperatureC < 0 ? coldStops : warmStops, temperatureC)
}

/** CSS colour (`#rrggbb`) of a surface temperature, °C; null when unknown. */
export function colourAt(temperatureC: number): string | null {
  const bytes = colourBytesAt(temperatureC)
  return bytes && `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** CSS gradient of one side of the break, from and to in °C, for legends. */
export function gradientBetween(fromC: number, toC: number): string {
  const side = toC <= 0 ? coldStops : warmStops
  const inside = side.filter((each) => each.temperatureC > fromC && each.temperatureC < toC)
  const at = (temperatureC: number): string => `${((temperatureC - fromC) / (toC - fromC) * 100).toFixed(2)}%`
  const css = (rgb: readonly number[]): string => `rgb(${rgb.join(' ')})`
  const ends = [fromC, ...inside.map((each) => each.temperatureC), toC]
  return `linear-gradient(90deg, ${ends.map((temperatureC) => `${css(interpolate(side, temperatureC))} ${at(temperatureC)}`).join(', ')})`
}

/** Colours along each row of the ramp table. */
export const rampTextureWidth = 1024

/** RGBA bytes of the ramp table: row 0 is −30…0⁻ °C, row 1 is 0⁺…+75 °C; places 0 and width−1 are the ends. */
export function rampTexels(): Uint8Array {
  const texels = new Uint8Array(rampTextureWidth * 2 * 4)
  for (let i = 0; i < rampTextureWidth; i++) {
    const part = i / (rampTextureWidth - 1)
    const cold = interpolate(coldStops, rampLowestC * (1 - part))
    const warm = interpolate(warmStops, rampHighestC * part)
    texels.set([...cold, 255], i * 4)
    texels.set([...warm, 255], (rampTextureWidth + i) * 4)
  }
  return texels
}

const last = rampTextureWidth - 1
/** Place in `rampTexels` (counted in texels) of a temperature that is a number, °C; beyond the ends the end itself. Never across 0 °C. */
export function rampTexelOf(temperatureC: number): number {
  // In whole numbers: this runs for every segment at every tick.
  if (temperatureC < 0) return temperatureC <= rampLowestC ? 0 : ((temperatureC - rampLowestC) * (last / -rampLowestC) + 0.5) | 0
  return rampTextureWidth + (temperatureC >= rampHighestC ? last : (temperatureC * (last / rampHighestC) + 0.5) | 0)
}
