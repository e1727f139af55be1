import { fromGeocentric, type Xyz } from '../geocentric'
import { radPerMas, type ItrfFrame } from './terrestrial-frames'

/** How the ground under a position moves: a rigid Eurasian plate, an observed velocity of the site (m/a, with its own uncertainty), or not at all. */
export type VelocityModel =
  | { readonly kind: 'eura2014' | 'eura2020' }
  | { readonly kind: 'site'; readonly eastMPerYear: number; readonly northMPerYear: number; readonly sigmaMPerYear: number }
  | { readonly kind: 'none' }

/** Rotation poles of the Eurasian plate, mas/a about X, Y, Z: Altamimi et al. 2017 (ITRF2014) and 2023 (ITRF2020; without its origin rate bias). */
const eurasia: Readonly<Record<'eura2014' | 'eura2020', { readonly masPerYear: Xyz; readonly frame: ItrfFrame }>> = {
  eura2014: { masPerYear: [-0.085, -0.531, 0.77], frame: 'ITRF2014' },
  eura2020: { masPerYear: [-0.085, -0.519, 0.753], frame: 'ITRF2020' },
}

/** The ITRF in which the model's velocities hold; null where they are those of the position's own frame. */
export const velocityFrame = (model: VelocityModel): ItrfFrame | null => (model.kind === 'eura2014' || model.kind === 'eura2020' ? eurasia[model.kind].frame : null)

/** Velocity of a geocentric position, m/a. A plate: w x X. A site: its east and north components, no vertical one. */
export function velocityAt(position: Xyz, model: VelocityModel): Xyz {
  if (model.kind === 'none') return [0, 0, 0]
  if (model.kind === 'site') {
    const { lonDeg, latDeg } = fromGeocentric(position)
    const [lon, lat] = [(lonDeg * Math.PI) / 180, (latDeg * Math.PI) / 180]
    const { eastMPerYear: e, northMPerYear: n } = model
    return [-Math.sin(lon) * e - Math.sin(lat) * Math.cos(lon) * n, Math.cos(lon) * e - Math.sin(lat) * Math.sin(lon) * n, Math.cos(lat) * n]
  }
  const [wx, wy, wz] = eurasia[model.kind].masPerYear.map((mas) => mas * radPerMas) as [number, number, number]
  const [x, y, z] = position
  return [wy * z - wz * y, wz * x - wx * z, wx * y - wy * x]
}

/** A rigid plate left 0.13 to 0.19 m in most Chinese cities after 26.5 years, 0.65 m at Lhasa, compared with observed station velocities. */
const plateErrorMPerYear = { elsewhere: 0.19 / 26.5, plateau: 0.65 / 26.5 }
/** West of this the largest of those figures is taken: the plateau moves by itself, and where its blocks end is not claimed here. */
const plateauEndsDeg = 105
/** Faster than nearly all of the ground in China. */
const unmodelledMPerYear = 0.05

/** How wrong the model may be at a place, m/a (horizontal). An estimate of the order of size, no standard deviation of a sample. */
export function velocityErrorMPerYear(lonDeg: number, model: VelocityModel): number {
  if (model.kind === 'site') return model.sigmaMPerYear
  if (model.kind === 'none') return unmodelledMPerYear
  return lonDeg < plateauEndsDeg ? plateErrorMPerYear.plateau : plateErrorMPerYear.elsewhere
}
