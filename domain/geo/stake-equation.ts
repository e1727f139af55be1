import { parseStake, writeStake, type StakePrefix } from './stake'

/**
 * One place with two stakes (断链): the line arrives at `backM` and goes on as `aheadM`. Long (长链): the stakes go back and those between
 * stand twice. Short (短链): they jump and those between do not exist.
 */
export interface StakeEquation { readonly prefix: StakePrefix; readonly backM: number; readonly aheadM: number }

/** Reads `K12+345.67=K12+300` (what the line arrives with first); null where it is none, or the two are of different lines or the same. */
export function parseStakeEquation(text: string): StakeEquation | null {
  const sides = text.split(/[=＝]/)
  const [back, ahead] = sides.map(parseStake)
  if (sides.length !== 2 || !back || !ahead || back.prefix !== ahead.prefix || back.stakeM === ahead.stakeM) return null
  return { prefix: back.prefix, backM: back.stakeM, aheadM: ahead.stakeM }
}

export const writeStakeEquation = ({ prefix, backM, aheadM }: StakeEquation): string => `${writeStake(backM, prefix)}=${writeStake(aheadM, prefix)}`

/** `long` where stakes stand twice, `short` where some are missing, and by how many metres. */
export const chainOf = ({ backM, aheadM }: StakeEquation): { readonly kind: 'long' | 'short'; readonly byM: number } => ({ kind: backM > aheadM ? 'long' : 'short', byM: Math.abs(backM - aheadM) })
