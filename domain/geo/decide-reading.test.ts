import { expect, it } from 'vitest'
import { decideReading } from './decide-reading'
import { judgePlacement, type KnownLine } from './judge-placement'

/** Streets of a loose grid around Harbin, each with its own length. */
const street = (i: number): KnownLine => {
  const [lon, lat] = [126.6 + ((i * 37) % 23) * 0.003, 45.74 + ((i * 53) % 19) * 0.0021]
  return { name: i < 6 ? `road ${i}` : null, axis: i % 2 ? [[lon, lat], [lon + 0.002 + i * 1e-4, lat + 0.0004]] : [[lon, lat], [lon - 0.0003, lat + 0.0018 + i * 1e-4]] }
}
const known = Array.from({ length: 40 }, (_, i) => street(i))
const moved = (lines: readonly KnownLine[], east: number, north: number, nameless = true): KnownLine[] =>
  lines.map(({ name, axis }) => ({ name: nameless ? null : name, axis: axis.map(([lon, lat]) => [lon + east, lat + north] as const) }))
const decide = (lines: readonly KnownLine[], other: readonly KnownLine[], ground = known) => {
  const [given, ...others] = judgePlacement([{ as: 'given', lines }, { as: 'other', lines: other }], ground)
  return decideReading(given!, others)
}

it('agrees with lines that lie where known ones lie', () => {
  expect(decide(moved(known, 0, 0), moved(known, 0.006, 0.002)).verdict).toBe('agrees')
  expect(decide(moved(known, 0.00005, 0), moved(known, 0.006, 0.002)).verdict).toBe('agrees')
})

it('finds the reading that puts roads on roads, by their names and by their courses', () => {
  expect(decide(moved(known, 0.006, 0.002, false), moved(known, 0, 0, false))).toMatchObject({ verdict: 'other', by: 'name' })
  expect(decide(moved(known, 0.006, 0.002), moved(known, 0, 0))).toMatchObject({ verdict: 'other', by: 'course' })
})

it('says that nothing can be told of roads elsewhere, of none, and beside no known ones', () => {
  expect(decide(moved(known, 1, 0), moved(known, 1.006, 0.002)).verdict).toBe('unknown')
  expect(decide([], []).verdict).toBe('unknown')
  expect(decide(known, known, []).verdict).toBe('unknown')
})
