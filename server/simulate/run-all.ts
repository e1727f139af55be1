import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { addTo, count, emptyTally, type Tally } from './run-range'

/** Seeds from `first` on. */
export interface Range { first: number; runs: number }

/** Divides the runs among threads of this very entry; a few are run here. @param tell how many are done */
export async function runAll({ first, runs }: Range, threads: number, tell: (done: number) => void): Promise<Tally> {
  if (runs < 100 || threads === 1) return count({ first, runs }, tell)
  const each = Math.ceil(runs / threads)
  const done: number[] = []
  const tallies = await Promise.all(Array.from({ length: threads }, (_, i) => inThread({ first: first + i * each, runs: Math.min(each, runs - i * each) }, (ranInThread) => {
    done[i] = ranInThread
    tell(done.reduce((sum, ran) => sum + (ran ?? 0), 0))
  })))
  return tallies.reduce((sum, one) => {
    sum.runs += one.runs
    sum.asked += one.asked
    sum.failed.push(...one.failed)
    addTo(sum.steps, one.steps)
    addTo(sum.met, one.met)
    return sum
  }, emptyTally())
}

const inThread = (range: Range, tell: (done: number) => void): Promise<Tally> => new Promise((resolve, reject) => {
  const worker = new Worker(entry, { workerData: range })
  worker.on('message', (news: number | Tally) => { if (typeof news === 'number') tell(news); else resolve(news) })
  worker.on('error', reject)
})
/** The built entry: the main module of this process. */
const entry = fileURLToPath(new URL('./simulate.js', import.meta.url))
