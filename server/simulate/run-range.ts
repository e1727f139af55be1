import { runSeed } from '#server/control/testing/run-seed'
import type { Range } from './run-all'

/** What came of many runs. `steps`, `met` by kind; `failed` are seeds. */
export interface Tally { runs: number; asked: number; steps: Record<string, number>; met: Record<string, number>; failed: number[] }
export const emptyTally = (): Tally => ({ runs: 0, asked: 0, steps: {}, met: {}, failed: [] })

/** How often a thread says how far it is. */
const tellEvery = 50

/** Runs one seed after the other; the event loop has its turn in between. */
export async function count({ first, runs }: Range, tell: (done: number) => void): Promise<Tally> {
  const tally = emptyTally()
  for (let seed = first; seed < first + runs; seed += 1) {
    const { broken, taken, asked, met } = await runSeed(seed)
    tally.runs += 1
    tally.asked += asked
    for (const step of taken) tally.steps[step] = (tally.steps[step] ?? 0) + 1
    addTo(tally.met, met)
    if (broken.length > 0) tally.failed.push(seed)
    if (tally.runs % tellEvery === 0 || tally.runs === runs) tell(tally.runs)
    await new Promise((resolve) => { setImmediate(resolve) })
  }
  return tally
}

export function addTo(sums: Record<string, number>, more: Record<string, number>): void {
  for (const [what, times] of Object.entries(more)) sums[what] = (sums[what] ?? 0) + times
}
