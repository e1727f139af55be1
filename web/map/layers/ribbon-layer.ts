import { Layer, picking, project32, type DefaultProps, type LayerProps, type UpdateParameters, type Viewport } from '@deck.gl/core'
import { Buffer, type Device, type Texture } from '@luma.gl/core'
import { Model } from '@luma.gl/engine'
import type { RibbonColours, Rgb } from './ribbon-colours'
import type { RibbonGeometry } from './ribbon-geometry'
import { ribbonFragmentShader, ribbonModule, ribbonPasses, ribbonVertexShader } from './ribbon-shaders'
import { type RibbonChange, type RibbonStore, textureWidth } from './ribbon-store'
import { type IndexRange, visibleRanges } from './ribbon-culling'
import { originMatrix } from './origin-matrix'
import { rampTexels, rampTextureWidth } from './temperature-ramp'
import { vertexStride } from './ribbon-writer'

export interface RibbonLayerProps extends LayerProps { geometry: RibbonGeometry; store: RibbonStore; colours: RibbonColours }

interface RibbonState {
  [key: string]: unknown
  model: Model | null
  vertices: Buffer | null
  indices: Buffer | null
  temperature: Texture
  surfaceState: Texture
  ramp: Texture
  stopListening: () => void
}
type RibbonProps = Required<RibbonLayerProps>
type DrawOptions = Parameters<Layer['draw']>[0]
const { casing, core, frame, highlight, whole } = ribbonPasses
/** Above this many indices of a class in view, casing and core are drawn in one go: crossings lose a pixel nobody sees, the frame half its cost. */
const crowdIndices = 80_000
const rgba = (rgb: Rgb, alpha = 1): number[] => [...rgb, alpha]
/** Patterns repeat about every so many pixels, and stay put on the ground between zoom steps. */
const patternPx = 10

/**
 * Pavement ribbons at true width, coloured by a texture lookup per segment. Values come from the store: a tick writes
 * two small textures. Whoever owns the store repaints the map on a change: `setNeedsRedraw` here would let deck ask for a
 * second frame of its own. Object index of picking = segment index in the network.
 */
export class RibbonLayer extends Layer<RibbonProps> {
  static override layerName = 'RibbonLayer'
  static override defaultProps: DefaultProps<RibbonLayerProps> = {
    geometry: { type: 'object', value: null as unknown as RibbonGeometry, compare: false },
    store: { type: 'object', value: null as unknown as RibbonStore, compare: false },
    colours: { type: 'object', value: null as unknown as RibbonColours, compare: false },
  }
  declare state: RibbonState

  override initializeState(): void {
    const { device } = this.context
    const ramp = device.createTexture({
      format: 'rgba8unorm', width: rampTextureWidth, height: 2, mipLevels: 1, data: rampTexels(),
      sampler: { minFilter: 'linear', magFilter: 'linear', addressModeU: 'clamp-to-edge', addressModeV: 'clamp-to-edge' },
    })
    this.setState({ model: null, vertices: null, indices: null, ramp, ...this.valueTextures(device), stopListening: this.listen() })
    this.buildModel()
  }

  override shouldUpdateState({ changeFlags }: UpdateParameters<Layer<RibbonProps>>): boolean {
    return Boolean(changeFlags.propsOrDataChanged)
  }

  override updateState({ props, oldProps }: UpdateParameters<Layer<RibbonProps>>): void {
    if (!oldProps.store || !this.state.ramp) return
    if (props.store !== oldProps.store) {
      this.state.stopListening()
      this.state.temperature.destroy()
      this.state.surfaceState.destroy()
      this.setState({ ...this.valueTextures(this.context.device), stopListening: this.listen() })
    }
    if (props.geometry !== oldProps.geometry) this.buildModel()
    this.setNeedsRedraw()
  }

  override finalizeState(): void {
    const { stopListening, model, vertices, indices, temperature, surfaceState, ramp } = this.state
    stopListening()
    for (const resource of [model, vertices, indices, temperature, surfaceState, ramp]) resource?.destroy()
  }

  override getModels(): Model[] {
    return this.state?.model ? [this.state.model] : []
  }

  override draw({ shaderModuleProps }: DrawOptions): void {
    const { model, temperature, surfaceState, ramp } = this.state
    const { geometry, store, colours } = this.props
    if (!model) return
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
      dim: colours.dim, pass: core, fromM: 0, toM: 0,
    }
    model.shaderInputs.setProps({ ribbon: { ...uniforms, ribbonTemperature: temperature, ribbonState: surfaceState, ribbonRamp: ramp } })
    const ranges = visibleRanges(geometry, viewport)
    if (isPicking) return this.drawRanges(ranges, { pass: core })
    // Under everything: a jade edge on both sides, no colour of the ribbon changed.
    if (store.highlightedCount > 0) this.drawRanges(ranges, { pass: highlight, frameColour: rgba(colours.frame, 0.9) })
    for (const heated of [false, true]) {
      const some = ranges.filter((range) => range.heated === heated)
      if (some.reduce((sum, range) => sum + range.indexCount, 0) > crowdIndices) this.drawRanges(some, { pass: whole })
      else {
        this.drawRanges(some, { pass: casing })
        this.drawRanges(some, { pass: core })
      }
    }
    if (store.hovered >= 0 && store.hovered !== store.selected) this.drawOnTop(store.hovered, 0.6)
    if (store.selected >= 0) this.drawOnTop(store.selected, 1)
  }

  private drawOnTop(segment: number, alpha: number): void {
    const { geometry, colours } = this.props
    const indexCount = geometry.indexCount[segment] ?? 0
    if (indexCount === 0) return
    const range: IndexRange[] = [{ firstIndex: geometry.firstIndex[segment]!, indexCount, heated: false }]
    this.drawRanges(range, { pass: casing })
    this.drawRanges(range, { pass: core })
    this.drawRanges(range, { pass: frame, frameColour: rgba(colours.frame, alpha), fromM: geometry.fromM[segment]!, toM: geometry.toM[segment]! })
  }

  private drawRanges(ranges: readonly IndexRange[], uniforms: Record<string, unknown>): void {
    const { model } = this.state
    if (!model || ranges.length === 0) return
    model.shaderInputs.setProps({ ribbon: uniforms })
    for (const { firstIndex, indexCount } of ranges) {
      // WebGL takes the byte offset into the index buffer here.
      model.setDrawOffsets({ firstVertex: firstIndex * Uint32Array.BYTES_PER_ELEMENT, firstIndex })
      model.setVertexCount(indexCount)
      model.draw(this.context.renderPass)
    }
  }

  private listen(): () => void {
    // A new descriptor takes over the state of this one: always speak to the present one.
    return this.props.store.onChange((change) => (this.getCurrentLayer() as RibbonLayer | null)?.take(change))
  }

  private take(change: RibbonChange): void {
    const { temperature, surfaceState } = this.state
    const { store } = this.props
    if (change !== 'redraw') {
      const height = change.lastRow - change.firstRow + 1
      const region = { x: 0, y: change.firstRow, width: textureWidth, height }
      const [from, to] = [change.firstRow * textureWidth, (change.lastRow + 1) * textureWidth]
      temperature.writeData(store.temperatureC.subarray(from, to), region)
      surfaceState.writeData(store.state.subarray(from, to), region)
    }
  }

  private valueTextures(device: Device): Pick<RibbonState, 'temperature' | 'surfaceState'> {
    const { store } = this.props
    const common = { width: textureWidth, height: store.rows, mipLevels: 1, sampler: { minFilter: 'nearest', magFilter: 'nearest' } } as const
    return {
      temperature: device.createTexture({ ...common, format: 'r32float', data: store.temperatureC }),
      surfaceState: device.createTexture({ ...common, format: 'r8uint', data: store.state }),
    }
  }

  private buildModel(): void {
    const { device } = this.context
    const { geometry } = this.props
    for (const old of [this.state.model, this.state.vertices, this.state.indices]) old?.destroy()
    if (geometry.indices.length === 0) return this.setState({ model: null, vertices: null, indices: null })
    const vertices = device.createBuffer({ usage: Buffer.VERTEX | Buffer.COPY_DST, data: new Uint8Array(geometry.vertices) })
    const indices = device.createBuffer({ usage: Buffer.INDEX | Buffer.COPY_DST, indexType: 'uint32', data: geometry.indices })
    const model = new Model(device, {
      ...this.getShaders({ vs: ribbonVertexShader, fs: ribbonFragmentShader, modules: [project32, picking, ribbonModule] }),
      id: `${this.props.id}-model`,
      topology: 'triangle-list',
      isInstanced: false,
      bufferLayout: [{
        name: 'ribbonVertices', byteStride: vertexStride, attributes: [
          { attribute: 'ribbonPosition', format: 'float32x2', byteOffset: 0 },
          { attribute: 'ribbonSide', format: 'snorm16x2', byteOffset: 8 },
          { attribute: 'ribbonInfo', format: 'uint16x2', byteOffset: 12 },
          { attribute: 'ribbonAlong', format: 'float32', byteOffset: 16 },
          { attribute: 'ribbonSegment', format: 'uint32', byteOffset: 20 },
        ],
      }],
      attributes: { ribbonVertices: vertices },
      indexBuffer: indices,
      vertexCount: geometry.indices.length,
      // Coplanar ribbons in order of drawing; a depth test would make them fight.
      parameters: { depthCompare: 'always', depthWriteEnabled: false },
    })
    this.setState({ model, vertices, indices })
  }
}
