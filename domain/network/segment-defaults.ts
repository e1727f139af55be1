import type { AssetKind, Exposure, Layer, PavementType } from './network'

/** Road classes in the words of OpenStreetMap's highway key, as far as vehicles use them. */
export const roadClasses = ['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'unclassified', 'residential', 'living_street', 'service', 'link'] as const
export type RoadClass = (typeof roadClasses)[number]

/** Carriageway width taken for a class where no width is known, m. Assumptions of ours, marked as such on every segment. */
export const assumedWidthM: Record<RoadClass, number> = {
  motorway: 26, trunk: 24, primary: 20, secondary: 15, tertiary: 10, unclassified: 7, residential: 7, living_street: 6, service: 5, link: 8,
}

/** Width taken for a kind without a class, m. */
export const assumedKindWidthM: Record<AssetKind, number> = { road: 10, bridge: 15, runway: 45, taxiway: 23, apron: 60 }

/** Width of one traffic lane, m (urban design value). */
export const laneWidthM = 3.5

export interface SurfaceDefaults { pavementType: PavementType; layers: Layer[]; exposure: Exposure }

/** Pavement and exposure taken for a kind where the source says nothing. Plausible structures, not surveyed ones. */
export const assumedSurface: Record<AssetKind, SurfaceDefaults> = {
  road: {
    pavementType: 'asphalt',
    layers: [{ material: 'asphalt', thickness_m: 0.18 }, { material: 'crushedRock', thickness_m: 0.4 }, { material: 'soil', thickness_m: 1.5 }],
    exposure: { skyViewFraction: 0.8, airBelow: false },
  },
  bridge: {
    pavementType: 'asphaltOverlayBridge',
    layers: [{ material: 'asphalt', thickness_m: 0.09 }, { material: 'concrete', thickness_m: 0.25 }],
    exposure: { skyViewFraction: 1, airBelow: true },
  },
  runway: concreteField(0.4),
  taxiway: concreteField(0.38),
  apron: concreteField(0.38),
}

function concreteField(thicknessM: number): SurfaceDefaults {
  return {
    pavementType: 'concrete',
    layers: [{ material: 'concrete', thickness_m: thicknessM }, { material: 'crushedRock', thickness_m: 0.4 }, { material: 'soil', thickness_m: 1.5 }],
    exposure: { skyViewFraction: 1, airBelow: false },
  }
}

/** Layers taken where the pavement type is known and the layers are not. */
export function assumedLayers(kind: AssetKind, pavement: PavementType): Layer[] {
  const base = assumedSurface[kind]
  if (pavement === base.pavementType) return base.layers
  if (pavement === 'steelBridge') return [{ material: 'asphalt', thickness_m: 0.07 }, { material: 'steel', thickness_m: 0.016 }]
  if (pavement === 'concreteBridge') return [{ material: 'concrete', thickness_m: 0.3 }]
  if (pavement === 'asphaltOverlayBridge') return assumedSurface.bridge.layers
  if (pavement === 'concrete') return assumedSurface.runway.layers
  if (pavement === 'asphalt' || pavement === 'openGradedAsphalt') return assumedSurface.road.layers
  return base.layers
}
