import type { LayerMaterial } from '../network/network'

/** Volumetric heat capacity, J/m³K, and conductivity, W/mK, of one material. */
export interface ThermalMaterial { heatCapacityJPerM3K: number; conductivityWPerMK: number }

/**
 * What layers are made of. Asphalt, crushed rock and concrete: METRo (Crevier & Delage 2001). Steel: EN 1993-1-2 at 20 °C
 * (7850 kg/m³ x 440 J/kgK, 53 W/mK). Soil: METRo's sub-soil (sand).
 */
export const pavementMaterials: Record<LayerMaterial, ThermalMaterial> = {
  asphalt: { heatCapacityJPerM3K: 2.1e6, conductivityWPerMK: 0.8 },
  crushedRock: { heatCapacityJPerM3K: 2.1e6, conductivityWPerMK: 0.95 },
  concrete: { heatCapacityJPerM3K: 2.1e6, conductivityWPerMK: 2.2 },
  steel: { heatCapacityJPerM3K: 3.45e6, conductivityWPerMK: 53 },
  soil: { heatCapacityJPerM3K: 2.0e6, conductivityWPerMK: 1.0 },
}
