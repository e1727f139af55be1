import type { Placement } from './judge-placement'

/** What the placements of a file say of its coordinates: they agree with known lines, another reading agrees and they do not, or nothing can be told. */
export type ReadingVerdict<As extends string> =
  | { verdict: 'agrees'; placement: Placement<As> }
  | { verdict: 'other'; given: Placement<As>; better: Placement<As>; by: 'name' | 'course' | 'ends' }
  | { verdict: 'unknown' }

/** Fewer samples prove nothing; a name says more than a course. */
const [minSamples, minNamed] = [4, 2]
/** A road of the same name this far away is another drawing of it; farther, it lies elsewhere. */
const elsewhereM = 60
const minAgreeing = 0.25
/** Another reading must put so many times more of the lines on roads. */
const clearly = 2.5
/** Where the known roads are few beside a whole city's: fewer of the lines may agree, if they are many and hardly any do as written. */
const few = { minAgreeing: 0.04, minSamples: 15, clearly: 4, byChance: 2 } as const

/** Ends meet known roads by chance more rarely than courses agree: the grid of a city repeats its directions, hardly its junctions. */
const ends = { minShare: 0.15, minSamples: 12, clearly: 3 } as const
function endsMeet<As extends string>(given: Placement<As>, other: Placement<As>): boolean {
  const [before, after] = [given.ends, other.ends]
  return after.meeting >= ends.minShare && after.meeting * after.samples >= ends.minSamples && after.meeting >= ends.clearly * before.meeting
}

function clearlyBetter<As extends string>(given: Placement<As>, other: Placement<As>): boolean {
  const [before, after] = [given.agreeing * given.samples, other.agreeing * other.samples]
  if (other.agreeing >= minAgreeing) return after >= minSamples && other.agreeing >= clearly * given.agreeing
  return other.agreeing >= few.minAgreeing && after >= few.minSamples && after >= few.clearly * (before + few.byChance)
}

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
  if (best && clearlyBetter(given, best)) return { verdict: 'other', given, better: best, by: 'course' }
  const joined = [...others].sort((a, b) => b.ends.meeting - a.ends.meeting)[0]
  if (joined && endsMeet(given, joined)) return { verdict: 'other', given, better: joined, by: 'ends' }
  if (given.agreeing * given.samples >= minSamples && given.agreeing >= minAgreeing / 2) return { verdict: 'agrees', placement: given }
  return { verdict: 'unknown' }
}
