import { expect, it } from 'vitest'
import type { OverviewView } from '#domain/wire/network'
import { overviewGaps } from './overview-option'

const at = (s: number): string => new Date(s * 1000).toISOString()
const row = (s: number, value: number | null): OverviewView['rows'][number] => [s, value, value, value, value, value === null ? 0 : 1]

it('names each hole once, and not the step that is still filling', () => {
  const overview = { from: at(0), to: at(3000), step_s: 300, rows: [row(0, 1), row(300, null), row(600, null), row(900, 1), row(1200, null), row(1500, 1), row(2700, null)] }
  expect(overviewGaps(overview)).toEqual([[300_000, 900_000], [1_200_000, 1_500_000]])
})
