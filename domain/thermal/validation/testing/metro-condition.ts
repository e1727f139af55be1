import type { ColumnCourse } from '../../column-course'
import type { SurfaceForcing } from '../../surface-forcing'

/** METRo's eight codes in four classes: nothing to speak of (dry, dew, frost below its cut), wet, frozen, and water and ice together. */
const classOfCode = ['', 'bare', 'wet', 'frozen', 'mixed', 'bare', 'mixed', 'bare', 'frozen']
export const metroClass = (code: number): string => classOfCode[code]!

/** The class that METRo's rules (0.2 mm cut; icing rain and melting snow while they fall) give our stores at output `i`. */
export function ourClass(course: ColumnCourse, forcing: SurfaceForcing, i: number): string {
  const step = Math.min((i + 1) * course.everySteps, forcing.count) - 1
  const surfaceC = course.surfaceC[i]!
  if (forcing.snowMmPerS[step]! > 0 && surfaceC >= 0) return 'mixed'
  if (forcing.rainMmPerS[step]! > 0 && surfaceC < 0) return 'frozen'
  const wet = course.waterMm[i]! >= 0.2
  const frozen = course.frozenMm[i]! >= 0.2
  return wet && frozen ? 'mixed' : wet ? 'wet' : frozen ? 'frozen' : 'bare'
}
