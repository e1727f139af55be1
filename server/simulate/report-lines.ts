import { shorten } from '#server/control/testing/run-seed'
import type { Tally } from './run-range'

/** Most seeds whose shortest story is looked for. */
const mostShortened = 3

export function summaryLines({ runs, asked, steps, met, failed }: Tally, seconds: number): string[] {
  const sum = Object.values(steps).reduce((all, times) => all + times, 0)
  return [
    `${runs} runs, ${asked} commands, ${sum} steps, ${seconds.toFixed(1)} s`,
    'steps taken:', ...table(steps), 'faults met:', ...table(met),
    failed.length === 0 ? 'no promise was broken' : `${failed.length} runs broke a promise: seeds ${failed.join(', ')}`,
  ]
}

/** What was broken, by the shortest story that breaks it, and how to see it again. */
export async function failureLines(seeds: readonly number[]): Promise<string[]> {
  const lines: string[] = []
  for (const seed of seeds.slice(0, mostShortened)) {
    const { broken, story } = await shorten(seed)
    lines.push('', `seed ${seed}: npm run simulate -- --seed ${seed}`, ...broken.map((words) => `  ${words}`), 'the shortest story that was found:', ...story.map((action) => `  ${JSON.stringify(action)}`))
  }
  return lines
}

const table = (counts: Record<string, number>): string[] => Object.entries(counts).sort(([, a], [, b]) => b - a).map(([what, times]) => `  ${String(times).padStart(8)}  ${what}`)
