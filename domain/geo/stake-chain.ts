import type { StakePrefix } from './stake'
import type { StakeEquation } from './stake-equation'

/** A stretch on which stakes count the metres of the line. Measures are metres along the geometry from its start. */
export interface StakeSection { readonly fromM: number; readonly toM: number; readonly firstStakeM: number; readonly lastStakeM: number }

/** The stakes of a whole line: sections that follow each other without a gap in measure. Where two meet stands a stake equation. */
export interface StakeChain { readonly prefix: StakePrefix; readonly sections: readonly StakeSection[] }

/** A place named by a stake: which section it is in tells the two apart where a stake stands twice. */
export interface ChainPlace { readonly stakeM: number; readonly section: number }

/** Same place, m: stakes are set to the centimetre. */
const sameM = 0.001

/**
 * The chain of a line of `lengthM` metres that begins at `firstStakeM`, with its equations in the order in which they are met.
 * @throws RangeError for a line without length, an equation of another line, or one that lies before the last or behind the end
 */
export function layStakes(prefix: StakePrefix, firstStakeM: number, lengthM: number, equations: readonly StakeEquation[]): StakeChain {
  if (!(lengthM > 0) || !(firstStakeM >= 0)) throw new RangeError('stakes: the line has no length or no first stake')
  const sections: StakeSection[] = []
  let [fromM, stakeM] = [0, firstStakeM]
  for (const equation of equations) {
    if (equation.prefix !== prefix) throw new RangeError('stakes: an equation of another line')
    const toM = fromM + equation.backM - stakeM
    if (!(toM > fromM + sameM) || !(toM < lengthM - sameM)) throw new RangeError(`stakes: the equation at ${equation.backM} m does not lie on the line behind the one before`)
    sections.push({ fromM, toM, firstStakeM: stakeM, lastStakeM: equation.backM })
    ;[fromM, stakeM] = [toM, equation.aheadM]
  }
  sections.push({ fromM, toM: lengthM, firstStakeM: stakeM, lastStakeM: stakeM + lengthM - fromM })
  return { prefix, sections }
}

/** The equations of a chain, as `layStakes` takes them. */
export const equationsOf = ({ prefix, sections }: StakeChain): StakeEquation[] =>
  sections.slice(1).map((section, i) => ({ prefix, backM: sections[i]!.lastStakeM, aheadM: section.firstStakeM }))

/** The stake at a measure; where two sections meet the one that goes on. Null outside the line. */
export function stakeAt({ sections }: StakeChain, atM: number): ChainPlace | null {
  const section = sections.findLastIndex(({ fromM, toM }) => atM >= fromM && atM <= toM)
  const found = sections[section]
  return found ? { stakeM: found.firstStakeM + atM - found.fromM, section } : null
}

/**
 * Every measure at which a stake stands, in order: none in the gap of a short chain or beyond the ends, two in a long chain. The two stakes
 * of an equation are one place.
 */
export function measuresOfStake({ sections }: StakeChain, stakeM: number): { readonly atM: number; readonly section: number }[] {
  return sections.flatMap(({ fromM, firstStakeM, lastStakeM }, section) =>
    stakeM >= firstStakeM - sameM && stakeM <= lastStakeM + sameM ? [{ atM: fromM + Math.min(Math.max(stakeM, firstStakeM), lastStakeM) - firstStakeM, section }] : [])
}
