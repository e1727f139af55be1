import type { Segment } from '../network/network'
import { nodeDepths } from './node-depths'
import type { BottomBoundary, BuildLayer, PavementBuild, PipeRow } from './pavement-build'
import { pavementMaterials } from './pavement-materials'

/** Depth to which the ground below a road takes part, m: the annual wave is damped to a third there. */
const groundDepthM = 3
/** ISO 6946, underside of a deck: 8 W/m²K of convection in a light wind and 5 of radiation. */
const underDeckWPerM2K = 13
/** Albedo of a dry surface: asphalt 0.1 (METRo, RoadSurf), concrete 0.3 (Levinson & Akbari 2002: 0.2-0.4 once aged). */
const dryAlbedo = { asphalt: 0.1, concrete: 0.3 }
/** METRo. */
const emissivity = 0.92

/**
 * The build of a segment: its layers, down to 3 m of soil where it lies on the ground, air below where it is a deck.
 * @param pipes the row of pipes of its loop, null without
 */
export function buildOfSegment(segment: Pick<Segment, 'layers' | 'exposure' | 'pavementType'>, pipes: PipeRow | null): PavementBuild {
  const layers: BuildLayer[] = segment.layers.map((layer) => ({ ...pavementMaterials[layer.material], thicknessM: layer.thickness_m }))
  const thicknessM = layers.reduce((sum, layer) => sum + layer.thicknessM, 0)
  const deck = segment.exposure.airBelow
  if (!deck) layers.push({ ...pavementMaterials.soil, thicknessM: groundDepthM })
  const depthM = deck ? thicknessM : groundDepthM
  const bottom: BottomBoundary = deck ? { kind: 'air', conductanceWPerM2K: underDeckWPerM2K } : { kind: 'ground', distanceM: 0.5 }
  const concreteTop = segment.layers[0]?.material === 'concrete'
  return { layers, nodeDepthsM: nodeDepths(depthM, deck ? 12 : 14, pipes?.depthM ?? null), bottom, pipes, albedo: concreteTop ? dryAlbedo.concrete : dryAlbedo.asphalt, emissivity }
}
