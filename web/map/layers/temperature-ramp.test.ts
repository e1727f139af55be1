import { describe, expect, it } from 'vitest'
import { coldStops, colourAt, colourBytesAt, gradientBetween, rampTexels, rampTextureWidth, warmStops } from './temperature-ramp'

/** CIE L* of sRGB bytes (IEC 61966-2-1, D65). */
function lightness(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((byte) => { const c = byte / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4 }) as [number, number, number]
  const y = 0.2126 * r + 0.7152 * g + 0.0722 * b
  return y > 216 / 24389 ? 116 * Math.cbrt(y) - 16 : y * 24389 / 27
}

describe('temperature ramp', () => {
  it('hits every stop of the design table', () => {
    expect(colourAt(-30)).toBe('#6a50b4')
    expect(colourAt(-2)).toBe('#4a9cea')
    expect(colourAt(0)).toBe('#fff2c2')
    expect(colourAt(2)).toBe('#ffe699')
    expect(colourAt(50)).toBe('#e15846')
    expect(colourAt(75)).toBe('#a033a0')
  })
  it('does not blend across 0 °C', () => {
    expect(colourAt(-0.001)).toBe('#5aacf1')
    expect(colourAt(0.001)).toBe('#fff2c2')
  })
  it('keeps the end colour beyond the ends', () => {
    expect(colourAt(-60)).toBe(colourAt(-30))
    expect(colourAt(90)).toBe(colourAt(75))
    expect(colourAt(Number.NEGATIVE_INFINITY)).toBe(colourAt(-30))
  })
  it('has no colour for unknown', () => expect(colourAt(Number.NaN)).toBeNull())
  it('has L* as in the design table, rising to 0, jumping by 27, falling after (±0.7)', () => {
    const table = [41, 46, 52, 58, 63, 68, 95, 92, 88, 83, 76, 70, 63, 56, 49, 44, 42]
    const computed = [...coldStops, ...warmStops].map((each) => lightness(each.rgb))
    computed.forEach((value, i) => expect(Math.abs(value - table[i]!)).toBeLessThan(0.7))
    expect(lightness(warmStops[0]!.rgb) - lightness(coldStops.at(-1)!.rgb)).toBeGreaterThan(26)
  })
  it('fills the texture with the same colours, two separate rows', () => {
    const texels = rampTexels()
    for (const temperatureC of [-30, -12.3, -0.02, 0, 0.05, 33.3, 75]) {
      const cold = temperatureC < 0
      const column = Math.round((cold ? (temperatureC + 30) / 30 : temperatureC / 75) * (rampTextureWidth - 1))
      const at = ((cold ? 0 : rampTextureWidth) + column) * 4
      colourBytesAt(temperatureC)!.forEach((byte, i) => expect(Math.abs(texels[at + i]! - byte)).toBeLessThanOrEqual(2))
    }
  })
  it('makes a legend gradient with stops at their true places', () => {
    expect(gradientBetween(0, 15)).toContain('33.33%')
    expect(gradientBetween(-20, 0)).toContain('rgb(65 124 214) 50.00%')
  })
})
