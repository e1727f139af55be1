/** A stake as it stands at the road: K12+345 or K12+345.6 (metres behind the plus, below 1000). */
export const stakePattern = /^K(\d{1,5})\+(\d{1,3}(?:\.\d{1,3})?)$/

/** Measure of a stake, m; null where it is none. */
export function parseStake(stake: string): number | null {
  const found = stakePattern.exec(stake)
  return found ? Number(found[1]) * 1000 + Number(found[2]) : null
}

/** The stake of a measure, to the millimetre, without needless decimals: 345.5 -> K0+345.5. */
export function writeStake(measureM: number): string {
  const mm = Math.round(measureM * 1000)
  const [km, rest] = [Math.floor(mm / 1_000_000), mm % 1_000_000]
  const decimals = rest % 1000 === 0 ? '' : `.${String(rest % 1000).padStart(3, '0').replace(/0+$/, '')}`
  return `K${km}+${String(Math.floor(rest / 1000)).padStart(3, '0')}${decimals}`
}
