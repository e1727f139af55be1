import type { LonLat } from './geodesic'
import { measuresAlong, partBetween } from './linear-reference'

export interface LinePiece { axis: [lon: number, lat: number][]; fromM: number; toM: number }

/** Breaks nearer than this (m) to another break or an end are taken as the same place. */
const sameBreakM = 1

/**
 * Cuts a line into pieces of at most `pieceM` metres, equally long between neighbouring breaks.
 * @param breaksM places (m along the line) that must fall on a cut: borders of a loop, thirds of a runway
 * @returns pieces in order; each ends exactly where the next begins; `fromM`/`toM` are geodesic metres along the line
 * @throws RangeError when `pieceM` is not above 0 or the line has no length
 */
export function cutLine(axis: readonly LonLat[], pieceM: number, breaksM: readonly number[] = []): LinePiece[] {
  if (!(pieceM > 0)) throw new RangeError('cut line: piece length must be above 0 m')
  const measures = measuresAlong(axis)
  const lengthM = measures.at(-1) ?? 0
  if (!(lengthM > 0)) throw new RangeError('cut line: the line has no length')
  const marks = [0]
  for (const at of [...breaksM].sort((x, y) => x - y)) {
    if (at - marks.at(-1)! > sameBreakM && lengthM - at > sameBreakM) marks.push(at)
  }
  marks.push(lengthM)
  const pieces: LinePiece[] = []
  for (let i = 1; i < marks.length; i++) {
    const [startM, endM] = [marks[i - 1]!, marks[i]!]
    const count = Math.max(1, Math.ceil((endM - startM) / pieceM - 1e-9))
    const cut = (n: number): number => (n === count ? endM : startM + ((endM - startM) * n) / count)
    for (let n = 0; n < count; n++) {
      pieces.push({ axis: partBetween(axis, cut(n), cut(n + 1), measures), fromM: cut(n), toM: cut(n + 1) })
    }
  }
  return pieces
}
