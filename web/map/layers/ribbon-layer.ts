import { Layer, type DefaultProps, type LayerProps, type UpdateParameters, type Viewport } from '@deck.gl/core'
import type { Device, Texture } from '@luma.gl/core'
import type { Model } from '@luma.gl/engine'
import type { RibbonColours, Rgb } from './ribbon-colours'
import type { RibbonGeometry } from './ribbon-geometry'
import { RibbonModels } from './ribbon-models'
import type { RibbonPass } from './ribbon-shaders'
import { type RibbonChange, type RibbonStore, textureWidth } from './ribbon-store'
import { type IndexRange, visibleRanges } from './ribbon-culling'
import { originMatrix } from './origin-matrix'

export interface RibbonLayerProps extends LayerProps { geometry: RibbonGeometry; store: RibbonStore; colours: RibbonColours }

interface RibbonState {
  [key: string]: unknown
  models: RibbonModels | null
  texels: Texture
  stopListening: () => void
}
type RibbonProps = Required<RibbonLayerProps>
type DrawOptions = Parameters<Layer['draw']>[0]
/** Above this many indices of a class in view, casing and core are drawn in one go: crossings lose a pixel nobody sees, the frame half its cost. */
const crowdIndices = 80_000
/** From this far away (px per metre) a casing is a seam of less than a pixel in the colour of the land: a network is drawn without, at half the cost. */
const farPxPerMetre = 0.15
const networkIndices = 12_000
const passesOf = (indices: number, pxPerMetre: number): RibbonPass[] =>
  pxPerMetre < farPxPerMetre && indices > networkIndices ? ['core'] : indices > crowdIndices ? ['whole'] : ['casing', 'core']
const rgba = (rgb: Rgb, alpha = 1): number[] => [...rgb, alpha]
/** Patterns repeat about every so many pixels, and stay put on the ground between zoom steps. */
const patternPx = 10

/**
 * Pavement ribbons at true width, coloured by a texture lookup per segment. Values come from the store: a tick writes
 * one small texture. Whoever owns the store repaints the map on a change: `setNeedsRedraw` here would let deck ask for a
 * second frame of its own. Object index of picking = segment index in the network.
 */
export class RibbonLayer extends Layer<RibbonProps> {
  static override layerName = 'RibbonLayer'
  static override defaultProps: DefaultProps<RibbonLayerProps> = {
    geometry: { type: 'object', value: null as unknown as RibbonGeometry, compare: false },
    store: { type: 'object', value: null as unknown as RibbonStore, compare: false },
    colours: { type: 'object', value: null as unknown as RibbonColours, compare: false },
    // Coplanar ribbons in order of drawing. Said here and not in the models: deck's own parameters win over a model's, and with a depth test casing and core fight under pitch.
    parameters: { type: 'object', value: { depthCompare: 'always', depthWriteEnabled: false }, compare: false },
  }
  declare state: RibbonState

  override initializeState(): void {
    this.setState({ models: null, texels: this.valueTexture(this.context.device), stopListening: this.listen() })
    this.buildModels()
  }

  override shouldUpdateState({ changeFlags }: UpdateParameters<Layer<RibbonProps>>): boolean {
    return Boolean(changeFlags.propsOrDataChanged)
  }

  override updateState({ props, oldProps }: UpdateParameters<Layer<RibbonProps>>): void {
    if (!oldProps.store || !this.state.texels) return
    if (props.store !== oldProps.store) {
      this.state.stopListening()
      this.state.texels.destroy()
      this.setState({ texels: this.valueTexture(this.context.device), stopListening: this.listen() })
    }
    if (props.geometry !== oldProps.geometry) this.buildModels()
    this.setNeedsRedraw()
  }

  override finalizeState(): void {
    const { stopListening, models, texels } = this.state
    stopListening()
    models?.destroy()
    texels.destroy()
  }

  override getModels(): Model[] {
    return this.state?.models?.all() ?? []
  }

  override draw({ shaderModuleProps }: DrawOptions): void {
    const { models, texels } = this.state
    const { geometry, store, colours } = this.props
    if (!models) return
    const viewport = shaderModuleProps.project.viewport as Viewport & { scale: number; focalDistance: number; projectionMatrix: number[] }
    const isPicking = Boolean(shaderModuleProps.picking?.isActive)
    const pxPerMetre = geometry.commonPerMetre * viewport.scale
    const { projectionMatrix: p } = viewport
    const uniforms = {
      matrix: originMatrix(viewport.viewProjectionMatrix, geometry.centre),
      casingColour: rgba(colours.casing), bedColour: rgba(colours.bed), unknownColour: rgba(colours.unknown), frameColour: rgba(colours.frame),
      scale: viewport.scale,
      // w of a point at the focal distance, as project32 defines it.
      focalDistance: -(p[11] ?? 0) * viewport.focalDistance + (p[15] ?? 0) || 1,
      metre: geometry.commonPerMetre,
      periodM: 2 ** Math.round(Math.log2(patternPx / pxPerMetre)),
      widthFactor: Math.max(0.5, Math.min(1.25, 0.5 + (Math.log2(viewport.scale) - 9) * 0.2)),
      dim: colours.dim, fromM: 0, toM: 0, ribbonTexels: texels,
    }
    const ranges = visibleRanges(geometry, viewport)
    const draw = (pass: RibbonPass, some: readonly IndexRange[], special = {}): void => {
      if (some.length === 0) return
      const model = models.of(pass)
      model.shaderInputs.setProps({ ribbon: { ...uniforms, ...special } })
      for (const { firstIndex, indexCount } of some) {
        // WebGL takes the byte offset into the index buffer here.
        model.setDrawOffsets({ firstVertex: firstIndex * Uint32Array.BYTES_PER_ELEMENT, firstIndex })
        model.setVertexCount(indexCount)
        model.draw(this.context.renderPass)
      }
    }
    if (isPicking) return draw('pick', ranges)
    // Under everything: a jade edge on both sides, no colour of the ribbon changed.
    if (store.highlightedCount > 0) draw('highlight', ranges, { frameColour: rgba(colours.frame, 0.9) })
    for (const heated of [false, true]) {
      const some = ranges.filter((range) => range.heated === heated)
      for (const pass of passesOf(some.reduce((sum, range) => sum + range.indexCount, 0), pxPerMetre)) draw(pass, some)
    }
    const drawOnTop = (segment: number, alpha: number): void => {
      const indexCount = geometry.indexCount[segment] ?? 0
      if (indexCount === 0) return
      const range: IndexRange[] = [{ firstIndex: geometry.firstIndex[segment]!, indexCount, heated: false }]
      draw('casing', range)
      draw('core', range)
      draw('frame', range, { frameColour: rgba(colours.frame, alpha), fromM: geometry.fromM[segment]!, toM: geometry.toM[segment]! })
    }
    if (store.hovered >= 0 && store.hovered !== store.selected) drawOnTop(store.hovered, 0.6)
    if (store.selected >= 0) drawOnTop(store.selected, 1)
  }

  private listen(): () => void {
    // A new descriptor takes over the state of this one: always speak to the present one.
    return this.props.store.onChange((change) => (this.getCurrentLayer() as RibbonLayer | null)?.take(change))
  }

  private take(change: RibbonChange): void {
    const { store } = this.props
    if (change === 'redraw') return
    const region = { x: 0, y: change.firstRow, width: textureWidth, height: change.lastRow - change.firstRow + 1 }
    this.state.texels.writeData(store.texels.subarray(change.firstRow * textureWidth * 4, (change.lastRow + 1) * textureWidth * 4), region)
  }

  private valueTexture(device: Device): Texture {
    const { store } = this.props
    return device.createTexture({
      format: 'rgba8uint', width: textureWidth, height: store.rows, mipLevels: 1, sampler: { minFilter: 'nearest', magFilter: 'nearest' }, data: store.texels,
    })
  }

  private buildModels(): void {
    const { geometry, id } = this.props
    this.state.models?.destroy()
    const models = geometry.indices.length === 0 ? null : new RibbonModels(this.context.device, id, geometry, (shaders) => this.getShaders(shaders))
    this.setState({ models })
  }
}
