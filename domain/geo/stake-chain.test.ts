import fc from 'fast-check'
import { expect, it } from 'vitest'
import { equationsOf, layStakes, measuresOfStake, stakeAt, type StakeChain } from './stake-chain'
import { chainOf, parseStakeEquation, writeStakeEquation, type StakeEquation } from './stake-equation'

it('reads a stake equation, arriving stake first', () => {
  const long = parseStakeEquation('K12+345.67 = K12+300')!
  expect(long).toEqual({ prefix: '', backM: 12_345.67, aheadM: 12_300 })
  expect(chainOf(long).kind).toBe('long')
  expect(chainOf(long).byM).toBeCloseTo(45.67, 9)
  expect(chainOf(parseStakeEquation('ZK5+000＝ZK5+120.5')!)).toEqual({ kind: 'short', byM: 120.5 })
  expect(writeStakeEquation(long)).toBe('K12+345.67=K12+300')
  for (const text of ['K1+000=K1+000', 'ZK1+000=YK1+100', 'K1+000', 'K1+000=', 'K1+000=K1+100=K1+200', '']) expect(parseStakeEquation(text), text).toBeNull()
})

const long = layStakes('', 10_000, 3_000, [{ prefix: '', backM: 11_000, aheadM: 10_800 }])
const short = layStakes('', 10_000, 3_000, [{ prefix: '', backM: 11_000, aheadM: 11_150 }])

it('finds a stake twice in a long chain, and not at all in the gap of a short one', () => {
  expect(measuresOfStake(long, 10_900)).toEqual([{ atM: 900, section: 0 }, { atM: 1100, section: 1 }])
  expect(measuresOfStake(long, 10_500).map(({ atM }) => atM)).toEqual([500])
  expect(measuresOfStake(short, 11_100)).toEqual([])
  expect(measuresOfStake(short, 11_000)).toEqual([{ atM: 1000, section: 0 }])
  expect(measuresOfStake(short, 11_150)).toEqual([{ atM: 1000, section: 1 }])
  expect(measuresOfStake(short, 9_999)).toEqual([])
  expect(measuresOfStake(short, 13_151)).toEqual([])
})

it('goes on with the new stake where the chain breaks, and ends where the line does', () => {
  expect(stakeAt(long, 1000)).toEqual({ stakeM: 10_800, section: 1 })
  expect(stakeAt(long, 3000)).toEqual({ stakeM: 12_800, section: 1 })
  expect(stakeAt(long, 3000.1)).toBeNull()
  expect(stakeAt(long, -0.1)).toBeNull()
  expect(stakeAt(long, Number.NaN)).toBeNull()
})

/** Chains of up to five breaks on 10 km, each 0.5 to 1.5 km behind the last. */
const chain = fc.array(fc.tuple(fc.integer({ min: 500, max: 1500 }), fc.integer({ min: -400, max: 400 }).filter((jump) => jump !== 0)), { maxLength: 5 }).map((breaks): StakeChain => {
  const equations: StakeEquation[] = []
  let stakeM = 20_000
  for (const [runM, jumpM] of breaks) {
    equations.push({ prefix: 'Z', backM: stakeM + runM, aheadM: stakeM + runM + jumpM })
    stakeM += runM + jumpM
  }
  return layStakes('Z', 20_000, 10_000, equations)
})

it('names every place so that the name leads back to it, and keeps lengths by measure', () => {
  fc.assert(fc.property(chain, fc.double({ min: 0, max: 10_000, noNaN: true }), (stakes, atM) => {
    const named = stakeAt(stakes, atM)!
    const back = measuresOfStake(stakes, named.stakeM).find(({ section }) => section === named.section)!
    expect(Math.abs(back.atM - atM)).toBeLessThan(1e-6)
    expect(stakes.sections.reduce((sum, { fromM, toM }) => sum + toM - fromM, 0)).toBeCloseTo(10_000, 6)
    expect(layStakes('Z', 20_000, 10_000, equationsOf(stakes))).toEqual(stakes)
    for (const { atM: measure, section } of measuresOfStake(stakes, named.stakeM)) expect(stakes.sections[section]!.fromM <= measure && measure <= stakes.sections[section]!.toM).toBe(true)
  }))
})

it('refuses equations that do not fit the line', () => {
  expect(() => layStakes('', 10_000, 3_000, [{ prefix: '', backM: 9_000, aheadM: 9_500 }])).toThrow(/does not lie/)
  expect(() => layStakes('', 10_000, 3_000, [{ prefix: '', backM: 13_000, aheadM: 9_500 }])).toThrow(/does not lie/)
  expect(() => layStakes('', 10_000, 3_000, [{ prefix: 'Z', backM: 11_000, aheadM: 9_500 }])).toThrow(/another line/)
  expect(() => layStakes('', 10_000, 0, [])).toThrow(/no length/)
})
