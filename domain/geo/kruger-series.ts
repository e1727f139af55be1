import type { Ellipsoid } from './ellipsoid'

/** What the transverse Mercator of one ellipsoid needs: rectifying radius (m) and the series between conformal and rectifying sphere. */
export interface KrugerSeries { readonly rectifyingRadiusM: number; readonly forward: readonly number[]; readonly inverse: readonly number[]; readonly eccentricity: number }

const polynomial = (n: number, lowestPower: number, coefficients: readonly number[]): number =>
  coefficients.reduceRight((sum, coefficient) => sum * n + coefficient, 0) * n ** lowestPower

/**
 * Series in the third flattening n to its sixth power: L. Krueger, "Konforme Abbildung des Erdellipsoids in der Ebene", Potsdam 1912, in the
 * form and order of C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers", J. Geodesy 85, 2011, equations 14, 35, 36.
 */
export function krugerSeries({ semiMajorM, flattening: f }: Ellipsoid): KrugerSeries {
  const n = f / (2 - f)
  return {
    rectifyingRadiusM: (semiMajorM / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64 + n ** 6 / 256),
    eccentricity: Math.sqrt(f * (2 - f)),
    forward: [
      polynomial(n, 1, [1 / 2, -2 / 3, 5 / 16, 41 / 180, -127 / 288, 7891 / 37800]),
      polynomial(n, 2, [13 / 48, -3 / 5, 557 / 1440, 281 / 630, -1983433 / 1935360]),
      polynomial(n, 3, [61 / 240, -103 / 140, 15061 / 26880, 167603 / 181440]),
      polynomial(n, 4, [49561 / 161280, -179 / 168, 6601661 / 7257600]),
      polynomial(n, 5, [34729 / 80640, -3418889 / 1995840]),
      polynomial(n, 6, [212378941 / 319334400]),
    ],
    inverse: [
      polynomial(n, 1, [1 / 2, -2 / 3, 37 / 96, -1 / 360, -81 / 512, 96199 / 604800]),
      polynomial(n, 2, [1 / 48, 1 / 15, -437 / 1440, 46 / 105, -1118711 / 3870720]),
      polynomial(n, 3, [17 / 480, -37 / 840, -209 / 4480, 5569 / 90720]),
      polynomial(n, 4, [4397 / 161280, -11 / 504, -830251 / 7257600]),
      polynomial(n, 5, [4583 / 161280, -108847 / 3991680]),
      polynomial(n, 6, [20648693 / 638668800]),
    ],
  }
}
