import type { Placement } from './judge-placement'

/** What the placements of a file say of its coordinates: they agree with known lines, another reading agrees and they do not, or nothing can be told. */
export type ReadingVerdict<As extends string> =
  | { verdict: 'agrees'; placement: Placement<As> }
  | { verdict: 'other'; given: Placement<As>; better: Placement<As>; by: 'name' | 'course' }
  | { verdict: 'unknown' }

/** Fewer samples prove nothing; a name says more than a course. */
const [minSamples, minNamed] = [4, 2]
/** A road of the same name this far away is another drawing of it; farther, it lies elsewhere. */
const elsewhereM = 60
const minAgreeing = 0.25
/** Another reading must put so many times more of the lines on roads. */
const clearly = 2.5

/**
 * Decides between readings of a file's coordinates.
 * @param given how they lie as written
 * @param others how they lie under other readings
 */
export function decideReading<As extends string>(given: Placement<As>, others: readonly Placement<As>[]): ReadingVerdict<As> {
  const byName = others.filter((one) => (one.named?.samples ?? 0) >= minNamed).sort((a, b) => a.named!.medianM - b.named!.medianM)[0]
  if (given.named && given.named.samples >= minNamed) {
    if (byName && given.named.medianM > elsewhereM && byName.named!.medianM < given.named.medianM / 4) return { verdict: 'other', given, better: byName, by: 'name' }
    if (given.named.medianM <= elsewhereM) return { verdict: 'agrees', placement: given }
  }
  const best = [...others].sort((a, b) => b.agreeing - a.agreeing)[0]
  if (best && best.agreeing * best.samples >= minSamples && best.agreeing >= minAgreeing && best.agreeing >= clearly * given.agreeing) return { verdict: 'other', given, better: best, by: 'course' }
  if (given.agreeing * given.samples >= minSamples && given.agreeing >= minAgreeing / 2) return { verdict: 'agrees', placement: given }
  return { verdict: 'unknown' }
}
