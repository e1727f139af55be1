import type { Xyz } from '../geocentric'

/** Frames in which a position may be stated. BDCS is what BeiDou broadcasts, WGS 84 what GPS does: both follow an ITRF at the current epoch. */
export const terrestrialFrames = ['CGCS2000', 'ITRF97', 'ITRF2008', 'ITRF2014', 'ITRF2020', 'BDCS', 'WGS84'] as const
export type TerrestrialFrame = (typeof terrestrialFrames)[number]

/** Realizations of the ITRS between which parameters are published. */
export type ItrfFrame = 'ITRF97' | 'ITRF2008' | 'ITRF2014' | 'ITRF2020'

/** The ITRF a frame follows and how far apart the two are taken to be (m, horizontal). */
export const realizationOf: Readonly<Record<TerrestrialFrame, { readonly itrf: ItrfFrame; readonly alignmentM: number }>> = {
  CGCS2000: { itrf: 'ITRF97', alignmentM: 0 },
  ITRF97: { itrf: 'ITRF97', alignmentM: 0 },
  ITRF2008: { itrf: 'ITRF2008', alignmentM: 0 },
  ITRF2014: { itrf: 'ITRF2014', alignmentM: 0 },
  ITRF2020: { itrf: 'ITRF2020', alignmentM: 0 },
  // Assumed figures: nobody publishes one that holds for every receiver. Broadcast orbits say centimetres, not millimetres.
  BDCS: { itrf: 'ITRF2014', alignmentM: 0.05 },
  WGS84: { itrf: 'ITRF2014', alignmentM: 0.05 },
}

/** Seven parameters and their rates from ITRF2014: translations mm and mm/a, scale ppb and ppb/a, rotations mas and mas/a (position vector sense). */
interface HelmertFromItrf2014 { readonly epochYear: number; readonly tMm: Xyz; readonly tRate: Xyz; readonly scalePpb: number; readonly scaleRate: number; readonly rzMas: number; readonly rzRate: number }

/** IGN, "Transformation parameters from ITRF2014 to past ITRFs" and "from ITRF2020 to past ITRFs" (EPSG:9991, 7790, 9079); only Rz differs from 0. */
const fromItrf2014: Readonly<Record<Exclude<ItrfFrame, 'ITRF2014'>, HelmertFromItrf2014>> = {
  ITRF97: { epochYear: 2010, tMm: [7.4, -0.5, -62.8], tRate: [0.1, -0.5, -3.3], scalePpb: 3.8, scaleRate: 0.12, rzMas: 0.26, rzRate: 0.02 },
  ITRF2008: { epochYear: 2010, tMm: [1.6, 1.9, 2.4], tRate: [0, 0, -0.1], scalePpb: -0.02, scaleRate: 0.03, rzMas: 0, rzRate: 0 },
  ITRF2020: { epochYear: 2015, tMm: [1.4, 0.9, -1.4], tRate: [0, 0.1, -0.2], scalePpb: 0.42, scaleRate: 0, rzMas: 0, rzRate: 0 },
}

/** Radians in a milliarcsecond. */
export const radPerMas = Math.PI / 648_000_000

/** Scale, z rotation (rad) and translation (m) from ITRF2014 at an epoch. */
function parametersAt(to: Exclude<ItrfFrame, 'ITRF2014'>, epochYear: number): { t: Xyz; scale: number; rz: number } {
  const { epochYear: zero, tMm, tRate, scalePpb, scaleRate, rzMas, rzRate } = fromItrf2014[to]
  const years = epochYear - zero
  const t = (i: 0 | 1 | 2): number => (tMm[i] + tRate[i] * years) / 1000
  return { t: [t(0), t(1), t(2)], scale: (scalePpb + scaleRate * years) * 1e-9, rz: (rzMas + rzRate * years) * radPerMas }
}

function leave2014([x, y, z]: Xyz, to: ItrfFrame, epochYear: number): Xyz {
  if (to === 'ITRF2014') return [x, y, z]
  const { t, scale, rz } = parametersAt(to, epochYear)
  return [x + t[0] + scale * x - rz * y, y + t[1] + scale * y + rz * x, z + t[2] + scale * z]
}

/** The exact inverse of the above, not the one with signs turned: closes to the last figure. */
function reach2014([x, y, z]: Xyz, from: ItrfFrame, epochYear: number): Xyz {
  if (from === 'ITRF2014') return [x, y, z]
  const { t, scale, rz } = parametersAt(from, epochYear)
  const [u, v, s] = [x - t[0], y - t[1], 1 + scale]
  const determinant = s * s + rz * rz
  return [(s * u + rz * v) / determinant, (s * v - rz * u) / determinant, (z - t[2]) / s]
}

/** Carries a geocentric position from one ITRF to another at one epoch (decimal year); nothing moves in time. */
export function changeItrf(position: Xyz, from: ItrfFrame, to: ItrfFrame, epochYear: number): Xyz {
  return from === to ? position : leave2014(reach2014(position, from, epochYear), to, epochYear)
}
