import type { RibbonColours, Rgb } from './layers/ribbon-colours'

/** Colours of the map, read from the custom properties of the present theme. */
export interface MapTheme {
  ground: string; river: string; riverLine: string; label: string; halo: string; text: string; accent: string; draft: string; refused: string
  ribbons: RibbonColours
}

/** sRGB 0..1 of `#rgb` or `#rrggbb`. Throws RangeError on anything else. */
export function parseHexColour(text: string): Rgb {
  const hex = text.trim().replace(/^#/, '')
  const long = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex
  if (!/^[0-9a-f]{6}$/i.test(long)) throw new RangeError(`not a hex colour: "${text}"`)
  return [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16) / 255) as unknown as Rgb
}

/** Reads the theme from an element's computed style. */
export function readMapTheme(root: HTMLElement = document.documentElement): MapTheme {
  const style = getComputedStyle(root)
  const value = (name: string): string => style.getPropertyValue(name).trim()
  return {
    ground: value('--map'), river: value('--river'), riverLine: value('--riverl'), label: value('--lab'), halo: value('--halo'), text: value('--t2'), accent: value('--ac'), draft: value('--p4'), refused: value('--p1'),
    ribbons: {
      casing: parseHexColour(value('--case')),
      bed: parseHexColour(value('--road1')),
      unknown: parseHexColour(value('--unk')),
      frame: parseHexColour(value('--ac')),
      dim: root.dataset['theme'] === 'night' ? 0.62 : 1,
    },
  }
}
