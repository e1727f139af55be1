import { openSite } from '../../column-site'
import { newColumnStates } from '../../column-states'
import { newColumnCourse } from '../../column-course'
import { newHydronicDrive } from '../../hydronic-drive'
import type { PavementBuild } from '../../pavement-build'
import { nodeDepths } from '../../node-depths'
import { buildPavementGrid } from '../../pavement-grid'
import { runColumn } from '../../run-column'
import { newSurfaceForcing } from '../../surface-forcing'
import type { SurfaceModel } from '../../surface-model'
import { metroLike } from '../../metro-like'
import { physical } from '../../physical-constants'

/** A slab with a row of pipes: spacing w, depth z, diameter D (m), conductivity k (W/mK), surface coefficient h (W/m²K) or a surface held. */
export interface SlabCase { kind: string; w: number; z: number; D: number; k: number; h?: number; q_per_K?: number; q_per_K_FD?: number }

const base = metroLike()
const stepS = 3600
const days = 40

/**
 * Heat per kelvin between fluid and air, W/m²K, of the transient column after 40 days: dry air at 0 °C without radiation, a fluid at 1 °C
 * flowing so fast that it does not cool. The exchange coefficient is made h (for a held surface so large that it stands at 0 °C).
 */
export function steadySlabFlux(slab: SlabCase): number {
  const build: PavementBuild = {
    layers: [{ heatCapacityJPerM3K: 2.1e6, conductivityWPerMK: slab.k, thicknessM: 10 }], nodeDepthsM: nodeDepths(0.5, 14, slab.z), bottom: { kind: 'insulated' },
    pipes: { depthM: slab.z, spacingM: slab.w, outerDiameterM: slab.D, wallResistanceMKPerW: 0 }, albedo: 0, emissivity: 0,
  }
  const count = (days * 86400) / stepS
  const forcing = newSurfaceForcing(0, stepS, count)
  forcing.windMPerS.fill(1)
  forcing.pressurePa.fill(1e5)
  forcing.condensationC.fill(-80)
  const grid = buildPavementGrid(build, stepS)
  const states = newColumnStates([grid])
  const drive = newHydronicDrive(count)
  drive.supplyC.fill(1)
  drive.flowKgPerM2S.fill(1e6)
  const course = newColumnCourse(count, 24)
  runColumn(withCoefficient(slab.h ?? 1e9), grid, forcing, states, 0, openSite, drive, 0, count, course)
  return course.pipePowerWPerM2.at(-1)!
}

/** A model whose only exchange is h (Ts - Ta), h in W/m²K. */
function withCoefficient(h: number): SurfaceModel {
  const density = 1e5 / (physical.gasDryAir * physical.zeroCelsiusK)
  const constant = new Float64Array(4).fill(h / (density * physical.heatOfAir))
  return { ...base, transfer: { richardsonLengthM: 0, stable: constant, unstable: constant }, densityAtSurface: false, leastWindDayMPerS: 1, leastWindNightMPerS: 1, trafficDayWPerM2: 0, trafficNightWPerM2: 0 }
}
