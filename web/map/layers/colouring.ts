import { notApplicable } from '../../stores/layer-values'
import { rampTexelOf, rampTexels } from './temperature-ramp'

/** How values become colours: a table of RGBA words (little-endian) and each value's place in it. */
export interface Colouring { readonly words: Uint32Array; placeOf(value: number): number }

export const temperatureColouring: Colouring = { words: new Uint32Array(rampTexels().buffer), placeOf: rampTexelOf }

/** One stop: value and colour `#rrggbb`. */
export type ValueStop = readonly [value: number, hex: string]
const bytesOf = (hex: string): [number, number, number] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]
const wordOf = ([red, green, blue]: readonly number[]): number => (red! | green! << 8 | blue! << 16 | 255 << 24) >>> 0
const plain = '#52616E'
const steps = 512

/** Colour between two neighbouring stops, in sRGB; beyond the ends the end's. */
export function colourBetween(stops: readonly ValueStop[], value: number): [number, number, number] {
  const upper = stops.findIndex(([at]) => value < at)
  if (upper === 0) return bytesOf(stops[0]![1])
  if (upper < 0) return bytesOf(stops.at(-1)![1])
  const [[low, from], [high, to]] = [stops[upper - 1]!, stops[upper]!]
  const [a, b] = [bytesOf(from), bytesOf(to)]
  return [0, 1, 2].map((i) => Math.round(a[i]! + (b[i]! - a[i]!) * (value - low) / (high - low))) as [number, number, number]
}

/** Colours along stops in rising order; the last place is that of `notApplicable`. */
export function stopsColouring(stops: readonly ValueStop[]): Colouring {
  const [lowest, highest] = [stops[0]![0], stops.at(-1)![0]]
  const words = new Uint32Array(steps + 1)
  for (let i = 0; i < steps; i += 1) words[i] = wordOf(colourBetween(stops, lowest + (highest - lowest) * i / (steps - 1)))
  words[steps] = wordOf(bytesOf(plain))
  return { words, placeOf: (value) => (value === notApplicable ? steps : Math.max(0, Math.min(steps - 1, Math.round((value - lowest) / (highest - lowest) * (steps - 1))))) }
}

/** A colour per code 0, 1, ...; the last place is that of `notApplicable`. */
export function codesColouring(colours: readonly string[]): Colouring {
  const words = Uint32Array.from([...colours, plain], (hex) => wordOf(bytesOf(hex)))
  return { words, placeOf: (value) => (value >= 0 && value < colours.length ? value | 0 : colours.length) }
}
