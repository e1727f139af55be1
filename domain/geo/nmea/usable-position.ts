import type { LonLat } from '../geodesic'
import type { FixKind, NmeaSentence } from './nmea-sentence'

/** Positions that nobody measured. */
const notMeasured: ReadonlySet<FixKind> = new Set<FixKind>(['none', 'manual', 'simulated'])

/** The position of a sentence where something may be told from it: measured or reckoned, and not hard to believe. Null else. */
export function usablePosition(sentence: NmeaSentence): LonLat | null {
  if (!('position' in sentence) || sentence.implausible.length > 0 || ('fix' in sentence && notMeasured.has(sentence.fix))) return null
  return sentence.position
}
