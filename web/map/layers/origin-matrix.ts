/**
 * Column-major 4x4 matrix times a translation to `origin`, computed in doubles and only then rounded:
 * vertices near the origin keep their sub-pixel precision at any zoom.
 */
export function originMatrix(matrix: ArrayLike<number>, origin: readonly [x: number, y: number]): number[] {
  const result = Array.from({ length: 16 }, (_, i) => matrix[i]!)
  for (let row = 0; row < 4; row++) result[12 + row] = matrix[row]! * origin[0] + matrix[4 + row]! * origin[1] + matrix[12 + row]!
  return result
}
