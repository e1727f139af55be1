import { describeContaminant } from './contaminant'
import { reportDepthMm } from './depth'
import type { Rwycc } from './rwycc'
import type { ThirdObservation } from './third-observation'

export interface SnowtamRunway {
  /** Location indicator, ICAO Doc 7910. */
  aerodrome: string
  /** Lower-numbered end: 05R. */
  designator: string
  /** When it was assessed. */
  assessedAt: Date
  /** From the lower-numbered end; each with its reported code. */
  thirds: readonly (ThirdObservation & { rwycc: Rwycc })[]
  /** Width to which the codes apply, m; null: the published one. */
  widthM: number | null
  /** Thirds whose pavement is heated. There is no item for it. */
  heatedThirds: readonly number[]
}

const two = (value: number): string => String(value).padStart(2, '0')
const parts = ['FIRST', 'SECOND', 'THIRD']

/**
 * Draft of a SNOWTAM (ICAO Doc 10066; the format is printed in Regulation (EU) 2022/938, appendix 3: items A to H, then T; their letters are not written). The serial number is given by whoever issues it. Of a third with less
 * than 10 % coverage nothing but the code is reported. What the assessor lowered is said in plain language, as Doc 9981 wants.
 */
export function writeSnowtam({ aerodrome, designator, assessedAt, thirds, widthM, heatedThirds }: SnowtamRunway): string {
  const at = [assessedAt.getUTCMonth() + 1, assessedAt.getUTCDate(), assessedAt.getUTCHours(), assessedAt.getUTCMinutes()].map(two).join('')
  const depths = thirds.map(({ contaminant, depthMm, coveragePercent }) => (coveragePercent === 0 ? null : reportDepthMm(contaminant, depthMm)))
  // Two digits, or three for all of them as soon as one needs them.
  const digits = depths.some((depthMm) => depthMm !== null && depthMm > 99) ? 3 : 2
  const items = [
    at, designator,
    thirds.map(({ rwycc }) => rwycc).join('/'),
    thirds.map(({ coveragePercent }) => (coveragePercent === 0 ? 'NR' : coveragePercent)).join('/'),
    depths.map((depthMm) => (depthMm === null ? 'NR' : String(depthMm).padStart(digits, '0'))).join('/'),
    thirds.map(({ contaminant, coveragePercent }) => (contaminant !== 'DRY' && coveragePercent === 0 ? 'NR' : describeContaminant(contaminant))).join('/'),
    ...(widthM === null ? [] : [String(Math.floor(widthM))]),
  ]
  const lowered = thirds.flatMap(({ assignedRwycc }, index) => (assignedRwycc === null ? [] : [parts[index]]))
  const remarks = [
    ...(lowered.length > 0 ? [`RWY ${designator} RWYCC OF ${lowered.join(', ')} PART DOWNGRADED.`] : []),
    ...(heatedThirds.length > 0 ? [`RWY ${designator} PAVEMENT HEATED IN ${heatedThirds.map((third) => parts[third - 1]).join(', ')} PART.`] : []),
  ]
  return `(SNOWTAM nnnn\n${aerodrome}\n${items.join(' ')}${remarks.length > 0 ? `\n\n${remarks.join(' ')}` : ''})`
}
