import type { PipeRow } from './pavement-build'

/**
 * Resistance, m²K/W, between the fluid of a row of pipes and the plane of a one-dimensional column at the pipes' depth, such that the
 * steady column gives the design formula q/dT = 2 pi k / (w ln[(2w / (pi D)) sinh(2 pi z / w)]) (Carslaw & Jaeger 1959; ASHRAE
 * Applications ch. 51): that formula's resistance less z/k of the pavement above, plus wall and film.
 * @param coverM2KPerW resistance of the pavement above the pipes: sum of thickness / conductivity
 */
export function pipePlaneResistance(pipes: PipeRow, coverM2KPerW: number): number {
  const conductivity = pipes.depthM / coverM2KPerW
  return rowResistance(pipes.spacingM, pipes.depthM, pipes.outerDiameterM, conductivity) - coverM2KPerW + pipes.wallResistanceMKPerW * pipes.spacingM
}

/** 1 / (q/dT) of the design formula above, m²K/W. */
export function rowResistance(spacingM: number, depthM: number, diameterM: number, conductivityWPerMK: number): number {
  return (spacingM / (2 * Math.PI * conductivityWPerMK)) * Math.log(((2 * spacingM) / (Math.PI * diameterM)) * Math.sinh((2 * Math.PI * depthM) / spacingM))
}
