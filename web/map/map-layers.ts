import { codesColouring, type Colouring, colourBetween, stopsColouring, temperatureColouring, type ValueStop } from './layers/colouring'
import type { MapLayer } from '../stores/layer-values'
import type { MapWord } from './map-words'

export interface LayerLook {
  title: MapWord
  note: MapWord
  unit: string
  decimals: number
  sign: boolean
  colouring: Colouring
  /** Of a scale: stops, and where the legend writes a figure. */
  stops: readonly ValueStop[]
  ticks: readonly number[]
  /** Of kinds: word and colour. */
  kinds: readonly { word: MapWord; colour: string; mark: string }[]
}

const scale = (title: MapWord, note: MapWord, unit: string, decimals: number, sign: boolean, stops: readonly ValueStop[], ticks: readonly number[]): LayerLook =>
  ({ title, note, unit, decimals, sign, stops, ticks, kinds: [], colouring: stopsColouring(stops) })
// Calm to loud in lightness, so that no colour view loses the order.
const rising = (to: number): ValueStop[] => [[0, '#3B5B78'], [to * 0.4, '#6F9A93'], [to * 0.75, '#E3C55A'], [to, '#FFF2C2']]
/** In the order of `controlCodes`. */
const kinds: LayerLook['kinds'] = [
  { word: 'handAuto', colour: '#8FA3B4', mark: '' }, { word: 'handManual', colour: '#55D8BF', mark: '◆' }, { word: 'handLocal', colour: '#7DB9FF', mark: '■' },
  { word: 'handForeign', colour: '#C58BE0', mark: '◇' }, { word: 'handSafeState', colour: '#F6D34B', mark: '▲' },
]

/** How every layer but the temperature's looks; that one has a legend of its own. */
export const layerLooks: Record<Exclude<MapLayer, 'temperature'>, LayerLook> = {
  // Below the dew point water settles on the surface: the break is the message, what is far above is calm.
  dew_margin: scale('layerDewMargin', 'noteDewMargin', 'K', 1, true, [[-4, '#B23486'], [-0.01, '#E15846'], [0, '#FFA24C'], [2, '#F6D34B'], [4, '#7FA9A0'], [10, '#4E6F8C']], [-4, 0, 2, 4, 10]),
  change: scale('layerChange', 'noteChange', 'K', 1, true, [[-8, '#4E66CC'], [-3, '#4A9CEA'], [-0.5, '#8FA3B4'], [0.5, '#8FA3B4'], [3, '#FFC64F'], [8, '#F69139']], [-8, -4, 0, 4, 8]),
  uncertainty: scale('layerUncertainty', 'noteUncertainty', 'K', 1, false, rising(4), [0, 1, 2, 3, 4]),
  age: scale('layerAge', 'noteAge', 'min', 0, false, rising(30), [0, 5, 10, 20, 30]),
  heat_flux: scale('layerHeatFlux', 'noteHeatFlux', 'W/m²', 0, true, [[-200, '#4E66CC'], [-40, '#4A9CEA'], [0, '#8FA3B4'], [40, '#FFC64F'], [300, '#E15846']], [-200, -100, 0, 100, 200, 300]),
  control: { title: 'layerControl', note: 'noteControl', unit: '', decimals: 0, sign: false, stops: [], ticks: [], kinds, colouring: codesColouring(kinds.map(({ colour }) => colour)) },
}

export const colouringOf = (layer: MapLayer): Colouring => (layer === 'temperature' ? temperatureColouring : layerLooks[layer].colouring)

/** CSS colour of a value. */
export function layerColour(look: LayerLook, value: number): string {
  if (look.kinds.length > 0) return look.kinds[value]?.colour ?? 'var(--t3)'
  return `rgb(${colourBetween(look.stops, value).join(' ')})`
}
/** CSS gradient of a scale. */
export function layerGradient({ stops }: LayerLook): string {
  const [lowest, highest] = [stops[0]![0], stops.at(-1)![0]]
  return `linear-gradient(90deg, ${stops.map(([at, hex]) => `${hex} ${((at - lowest) / (highest - lowest) * 100).toFixed(1)}%`).join(', ')})`
}
