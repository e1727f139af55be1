import type { ThermalMaterial } from './pavement-materials'

/** A layer of known properties, listed from the surface down. */
export interface BuildLayer extends ThermalMaterial { thicknessM: number }

/** What stands below the last node. */
export type BottomBoundary =
  /** No heat passes. */
  | { kind: 'insulated' }
  /** The ground at the depth of the last node plus `distanceM`, whose temperature the site's ground wave gives. */
  | { kind: 'ground'; distanceM: number }
  /** Air below a deck: convection and radiation together, W/m²K. */
  | { kind: 'air'; conductanceWPerM2K: number }

/** A row of pipes in the pavement. */
export interface PipeRow { depthM: number; spacingM: number; outerDiameterM: number; /** Of pipe wall and inner film, per metre of pipe, mK/W. */ wallResistanceMKPerW: number }

/** One structure of pavement: everything that decides its conduction, shared by all segments built alike. */
export interface PavementBuild {
  layers: readonly BuildLayer[]
  /** Depths of the temperature nodes, m, rising; the first is the surface that exchanges with the air. */
  nodeDepthsM: readonly number[]
  bottom: BottomBoundary
  pipes: PipeRow | null
  /** Of the dry surface to global radiation, 0..1. */
  albedo: number
  emissivity: number
}
