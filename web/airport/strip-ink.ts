import { colourBytesAt } from '../map/layers/temperature-ramp'

/** How much of a ramp colour is left at night: the tablet must not dazzle. */
const nightShare = 0.62
const luminance = (bytes: readonly number[]): number => {
  const [r, g, b] = bytes.map((byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4)) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
/** Contrast by WCAG 2.2 of two sRGB colours. */
export function contrastOf(a: readonly number[], b: readonly number[]): number {
  const [dark, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (bright + 0.05) / (dark + 0.05)
}
const inks = { day: [[5, 9, 12], [255, 255, 255]], night: [[0, 0, 0], [203, 191, 174]] } as const

/** Fill of a third by its surface temperature, °C, and the ink that is read best on it, sRGB bytes; null: unknown is no colour. */
export function stripInk(temperatureC: number, theme: 'day' | 'night'): { fill: number[]; ink: readonly number[] } | null {
  const bytes = colourBytesAt(temperatureC)
  if (!bytes) return null
  const fill = theme === 'night' ? bytes.map((byte) => Math.round(byte * nightShare)) : [...bytes]
  const [dark, bright] = inks[theme]
  return { fill, ink: contrastOf(fill, dark) >= contrastOf(fill, bright) ? dark : bright }
}
