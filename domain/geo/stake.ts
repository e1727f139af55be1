/** A stake as it is written in files: K12+345 or K12+345.6 (three whole digits of metres behind the plus, no line before the K). */
export const stakePattern = /^K(\d{1,5})\+(\d{3}(?:\.\d{1,3})?)$/

/** As people write it: any case, blanks around the parts, and the line before the K. */
const spoken = /^\s*([A-GYZ])?\s*K\s*(\d{1,5})\s*\+\s*(\d{3}(?:\.\d{1,3})?)\s*$/i

/** Line a stake belongs to: none, left (Z) or right (Y) of two separated carriageways, or a ramp of an interchange (A to G). */
export type StakePrefix = '' | 'Z' | 'Y' | 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G'

/** What stands at the road. Its metres are a name: a length is the difference of measures along the line, never of stakes. */
export interface Stake { readonly prefix: StakePrefix; readonly stakeM: number }

/** Reads a stake (JTG B01 writes K12+345); null where it is none. Case and blanks are forgiven, fewer or more digits of metres are not. */
export function parseStake(text: string): Stake | null {
  const found = spoken.exec(text)
  return found && { prefix: (found[1] ?? '').toUpperCase() as StakePrefix, stakeM: Number(found[2]) * 1000 + Number(found[3]) }
}

/** The stake of some metres, to the millimetre, without needless decimals: 345.5 -> K0+345.5. */
export function writeStake(stakeM: number, prefix: StakePrefix = ''): string {
  const mm = Math.round(stakeM * 1000)
  const [km, rest] = [Math.floor(mm / 1_000_000), mm % 1_000_000]
  const decimals = rest % 1000 === 0 ? '' : `.${String(rest % 1000).padStart(3, '0').replace(/0+$/, '')}`
  return `${prefix}K${km}+${String(Math.floor(rest / 1000)).padStart(3, '0')}${decimals}`
}
