import type { Aim, BenchResult } from './bench'

const verdict = (met: boolean | null): string => (met === null ? 'not measured' : met ? 'met' : 'MISSED')
const limit = (aim: Aim): string => (aim.at_most !== undefined ? `<= ${aim.at_most}` : aim.at_least !== undefined ? `>= ${aim.at_least}` : '')
const shown = (value: number | null): string => (value === null ? 'not measured' : String(value))

/** The outcomes for a person: one line per figure, ratios and aims behind them. */
export function benchTable(results: readonly BenchResult[]): string {
  const rows = results.flatMap(({ name, figures, ratios, aims, notes }) => [
    [name, '', '', ''],
    ...Object.entries({ ...figures, ...ratios }).filter(([key]) => !(key in aims)).map(([key, value]) => [`  ${key}`, shown(value), '', '']),
    ...Object.entries(aims).map(([key, aim]) => [`  ${key}`, shown(aim.measured), limit(aim), verdict(aim.met)]),
    ...notes.map((note) => [`  ${note.split('\n')[0] ?? ''}`]),
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.filter((row) => row.length > 1).map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(row.length > 1 ? widths[0] ?? 0 : 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd()).join('\n')
}
