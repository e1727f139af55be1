import { shownCode } from '../../format/shown-state'
import { type Colouring, temperatureColouring } from './colouring'

/** Segments per texture row. */
export const textureWidth = 1024
/** Bit of the state byte that marks a segment of a zone's result. */
export const highlightBit = 8

const unknown = shownCode('unknown')
const lost = shownCode('lost')
/** What the listener is told: rows of the value textures that changed, or only that a redraw is due. */
export type RibbonChange = { firstRow: number; lastRow: number } | 'redraw'

/**
 * What the ribbon layer draws, kept outside the layer: values, highlighted set, hovered and selected segment.
 * A tick of the live stream changes this store and the textures; no new layer is made.
 */
export class RibbonStore {
  readonly rows: number
  /** What is coloured, °C of the temperature, per segment in network order, padded to whole rows; meaningless where the state has no value. */
  readonly value: Float32Array
  /** Index into `shownStates` plus `highlightBit`. */
  readonly state: Uint8Array
  /** What the shader reads, 4 bytes per segment: red, green, blue of the value's colour, then the state byte. */
  readonly texels: Uint8Array
  hovered = -1
  selected = -1
  highlightedCount = 0
  /** The texels as little-endian words, the state on top. */
  private words: Uint32Array
  private colouring: Colouring = temperatureColouring
  private listeners = new Set<(change: RibbonChange) => void>()

  constructor(readonly count: number) {
    this.rows = Math.max(1, Math.ceil(count / textureWidth))
    this.value = new Float32Array(this.rows * textureWidth)
    this.state = new Uint8Array(this.rows * textureWidth)
    this.texels = new Uint8Array(this.rows * textureWidth * 4)
    this.words = new Uint32Array(this.texels.buffer)
  }

  /** Calls back after every change; returns how to stop. */
  onChange(listener: (change: RibbonChange) => void): () => void {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  /**
   * Takes values of all segments, or only of those named in `changed`; both columns are indexed by segment.
   * A value that is no number is drawn as unknown whatever its state says, but for a lost one, which is drawn without a number anyway. Throws RangeError when a column is too short.
   */
  setValues(value: Float32Array, state: Uint8Array, changed?: ArrayLike<number>): void {
    if (value.length < this.count || state.length < this.count) throw new RangeError(`values for ${this.count} segments expected, got ${Math.min(value.length, state.length)}`)
    let first = this.count
    let last = -1
    const { value: heldValue, state: held, words, colouring } = this
    const { words: colours } = colouring
    const total = changed ? changed.length : this.count
    for (let n = 0; n < total; n++) {
      const i = changed ? changed[n]! : n
      let own = value[i]!
      let word = state[i]!
      // NaN and infinities: x - x is 0 only for numbers that can be drawn.
      if (own - own !== 0) { own = 0; if (word !== lost) word = unknown }
      word |= held[i]! & highlightBit
      if (own === heldValue[i] && word === held[i]) continue
      heldValue[i] = own
      held[i] = word
      words[i] = (colours[colouring.placeOf(own)]! & 0xFFFFFF) | word << 24
      if (i < first) first = i
      if (i > last) last = i
    }
    if (last >= 0) this.emit({ firstRow: Math.floor(first / textureWidth), lastRow: Math.floor(last / textureWidth) })
  }

  /** Colours by another table from now on: all values anew, so that none of the old meaning is left. */
  recolour(colouring: Colouring, value: Float32Array, state: Uint8Array): void {
    this.colouring = colouring
    this.value.fill(Number.NaN)
    this.setValues(value, state)
  }

  /** Replaces the highlighted set. Indices outside the network are ignored. */
  setHighlighted(indices: Iterable<number>): void {
    for (let i = 0; i < this.count; i++) this.state[i]! &= ~highlightBit
    this.highlightedCount = 0
    for (const i of indices) {
      if (i < 0 || i >= this.count) continue
      this.state[i]! |= highlightBit
      this.highlightedCount++
    }
    for (let i = 0; i < this.count; i++) this.texels[i * 4 + 3] = this.state[i]!
    this.emit({ firstRow: 0, lastRow: this.rows - 1 })
  }

  /** Segment indices, or −1 for none. */
  setPointed(pointed: { hovered?: number; selected?: number }): void {
    const { hovered = this.hovered, selected = this.selected } = pointed
    if (hovered === this.hovered && selected === this.selected) return
    this.hovered = hovered
    this.selected = selected
    this.emit('redraw')
  }

  private emit(change: RibbonChange): void {
    for (const listener of this.listeners) listener(change)
  }
}
