import { describe, expect, it } from 'vitest'
import { cityZoom, fittingInsets } from './map-camera'
import { parseHexColour } from './map-theme'
import { mapWords } from './map-words'
import { scaleBar } from './scale-bar'
import { waterLabel } from './water-label'

describe('parts of the map', () => {
  it('labels water inside it and along it', () => {
    const river = waterLabel([[114, 30], [114.2, 30.2], [114.21, 30.19], [114.01, 29.99], [114, 30]], [114.1, 30.1])!
    expect(river.position[0]).toBeGreaterThan(114)
    expect(Math.abs(river.position[0] - 114 - (river.position[1] - 30))).toBeLessThan(0.02)
    expect(river.rotateDeg).toBeLessThan(-30)
    expect(river.rotateDeg).toBeGreaterThan(-65)
  })
  it('draws a scale bar of a round length that is true to a pixel', () => {
    const bar = scaleBar(12, 45.75)
    // 512-pixel world, equator 40,075,016.686 m
    const metresPerPx = 40_075_016.686 * Math.cos(45.75 * Math.PI / 180) / 512 / 2 ** 12
    expect(bar.label).toBe('2 km')
    expect(Math.abs(bar.widthPx - 2000 / metresPerPx)).toBeLessThan(0.51)
  })
  it('leaves some map between docks on a small screen', () => {
    const insets = fittingInsets({ top: 56, right: 448, bottom: 332, left: 376 }, 800, 420)
    expect(800 - insets.left - insets.right).toBeCloseTo(160)
    expect(420 - insets.top - insets.bottom).toBeCloseTo(160)
  })
  it('keeps a city zoom on the reference desk', () => expect(cityZoom(11, { top: 56, right: 448, bottom: 332, left: 376 }, 1920, 1080)).toBeCloseTo(11, 5))
  it('has every word in both languages', () => {
    const [zh, en] = [mapWords('zh-CN'), mapWords('en')]
    expect(Object.keys(zh)).toEqual(Object.keys(en))
    expect([...Object.values(zh), ...Object.values(en)].every(Boolean)).toBe(true)
  })
  it('refuses a colour it cannot read', () => {
    expect(parseHexColour('#fff')).toEqual([1, 1, 1])
    expect(() => parseHexColour('rgb(1 2 3)')).toThrow(RangeError)
  })
})
