/** Most unknowns of one system. */
export const mostUnknowns = 8

const factor = new Float64Array(mostUnknowns * mostUnknowns)

/**
 * Solves a x = b for a symmetric positive definite a of m <= 8 rows, by Cholesky; x overwrites b. Scratch is shared: not re-entrant.
 * @param a row-major with stride 8; its lower triangle is read
 * @returns false, with b untouched, when a is not positive definite
 */
export function solveSmall(a: Float64Array, b: Float64Array, m: number): boolean {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * mostUnknowns + j]!
      for (let k = 0; k < j; k++) sum -= factor[i * mostUnknowns + k]! * factor[j * mostUnknowns + k]!
      if (i === j) {
        if (!(sum > 0)) return false
        factor[i * mostUnknowns + i] = Math.sqrt(sum)
      } else factor[i * mostUnknowns + j] = sum / factor[j * mostUnknowns + j]!
    }
  }
  for (let i = 0; i < m; i++) {
    let sum = b[i]!
    for (let k = 0; k < i; k++) sum -= factor[i * mostUnknowns + k]! * b[k]!
    b[i] = sum / factor[i * mostUnknowns + i]!
  }
  for (let i = m - 1; i >= 0; i--) {
    let sum = b[i]!
    for (let k = i + 1; k < m; k++) sum -= factor[k * mostUnknowns + i]! * b[k]!
    b[i] = sum / factor[i * mostUnknowns + i]!
  }
  return true
}
