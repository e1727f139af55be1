import { picking, project32 } from '@deck.gl/core'
import { Buffer, type Device } from '@luma.gl/core'
import { Model, type ModelProps } from '@luma.gl/engine'
import type { RibbonGeometry } from './ribbon-geometry'
import { ribbonModule, type RibbonPass, ribbonShaders } from './ribbon-shaders'
import { vertexStride } from './ribbon-writer'

type Shaders = Pick<ModelProps, 'vs' | 'fs' | 'modules'>

/** Buffers of one geometry and the models that draw them, one a pass. All are made at once: deck hands its parameters of a pass to the models before drawing. */
export class RibbonModels {
  private vertices: Buffer
  private indices: Buffer
  private models: Record<RibbonPass, Model>

  /** @param complete adds what deck's layer adds to every shader. */
  constructor(private device: Device, private id: string, geometry: RibbonGeometry, private complete: (shaders: Shaders) => Shaders) {
    this.vertices = device.createBuffer({ usage: Buffer.VERTEX | Buffer.COPY_DST, data: new Uint8Array(geometry.vertices) })
    this.indices = device.createBuffer({ usage: Buffer.INDEX | Buffer.COPY_DST, indexType: 'uint32', data: geometry.indices })
    this.models = { highlight: this.make('highlight'), casing: this.make('casing'), core: this.make('core'), frame: this.make('frame'), whole: this.make('whole'), pick: this.make('pick') }
  }

  all(): Model[] {
    return Object.values(this.models)
  }

  of(pass: RibbonPass): Model {
    return this.models[pass]
  }

  destroy(): void {
    for (const resource of [...this.all(), this.vertices, this.indices]) resource.destroy()
  }

  private make(pass: RibbonPass): Model {
    return new Model(this.device, {
      ...this.complete({ ...ribbonShaders(pass), modules: pass === 'pick' ? [project32, picking, ribbonModule] : [ribbonModule] } as Shaders),
      id: `${this.id}-${pass}`,
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
      attributes: { ribbonVertices: this.vertices },
      indexBuffer: this.indices,
    })
  }
}
