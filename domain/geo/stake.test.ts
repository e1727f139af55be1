import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseStake, stakePattern, writeStake, type StakePrefix } from './stake'
import { readVectors, vectorTitle } from './testing/vector-folder'

const prefixes = fc.constantFrom<StakePrefix>('', 'Z', 'Y', 'A', 'B', 'C', 'D', 'E', 'F', 'G')

it('reads stakes as people write them, and nothing else', () => {
  expect(['K12+345', 'k0+000', 'K12+345.6', ' zk1 + 005 ', 'gK3+100'].map(parseStake)).toEqual([
    { prefix: '', stakeM: 12_345 }, { prefix: '', stakeM: 0 }, { prefix: '', stakeM: 12_345.6 }, { prefix: 'Z', stakeM: 1005 }, { prefix: 'G', stakeM: 3100 },
  ])
  for (const text of ['12+345', 'K12+3456', 'K0+5', 'K0+05', 'K12', 'K12+345.6789', 'K12+345.', 'K-1+000', 'K1+-00', 'HK1+000', 'ZAK1+000', 'K1 2+345', 'K12+34 5', 'K123456+000', '']) expect(parseStake(text), text).toBeNull()
})

it('writes some metres so that they are read as the same millimetre, in the form of files', () => {
  expect([0, 345.5, 12_345, 999.9996].map((metres) => writeStake(metres))).toEqual(['K0+000', 'K0+345.5', 'K12+345', 'K1+000'])
  fc.assert(fc.property(fc.integer({ min: 0, max: 99_999_999 }), prefixes, (mm, prefix) => {
    const read = parseStake(writeStake(mm / 1000, prefix))!
    expect(read.stakeM).toBeCloseTo(mm / 1000, 6)
    expect(read.prefix).toBe(prefix)
    expect(stakePattern.test(writeStake(mm / 1000))).toBe(true)
  }))
})

interface Vector { text: string; metres: number | null; prefix: string | null; accept: boolean }
const vectors = readVectors<Vector[]>('stake.json')

describe.skipIf(vectors === null)(vectorTitle('stakes', 'stake.json', vectors), () => {
  it('each text', () => {
    for (const { text, metres, prefix, accept } of vectors!) {
      const read = parseStake(text)
      expect(read !== null, text).toBe(accept)
      if (!accept) continue
      expect(read!.stakeM, text).toBeCloseTo(metres!, 6)
      expect(read!.prefix, text).toBe(prefix)
    }
    expect(vectors!.length).toBeGreaterThan(0)
    console.log(`stakes: ${vectors!.length} texts, all as expected`)
  })
})
