import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import type { Sensor } from '#domain/network/network'
import type { ColumnQuestion, ForecastReply, ForecastRequest, ForecastSegment } from './forecast-protocol'
import { ForecastWork } from './forecast-work'

/** A run goes on for so long before it looks whether something has been asked, ms: little against the second in which a what-if is due. */
const turnMs = 20

/** The forecast's thread: takes a network in parts, then runs it as often as it is asked, and answers questions in between. */
const port = parentPort!
let head: { version: string; place: { lat: number; lon: number }; sensors: Sensor[] } | null = null
let segments: ForecastSegment[] = []
let work: ForecastWork | null = null
const tell = (reply: ForecastReply, transfer: ArrayBuffer[] = []): void => port.postMessage(reply, transfer)
const reasonOf = (error: unknown): string => (error as Error).stack ?? String(error)

async function run(request: Extract<ForecastRequest, { ask: 'run' }>): Promise<void> {
  try {
    if (!head) throw new Error('a run was asked for before a network')
    work ??= new ForecastWork(segments, head.sensors, head.place, head.version)
    const steps = work.run(request, tell)
    let since = performance.now()
    while (!steps.next().done) {
      if (performance.now() - since < turnMs) continue
      await nextTurn()
      since = performance.now()
    }
  } catch (error) {
    // Whatever state the columns are in: the next run starts anew.
    work = null
    tell({ tell: 'failed', reason: reasonOf(error) })
  }
}

function now(request: Extract<ForecastRequest, { ask: 'now' }>): void {
  try {
    if (!work?.now(request, tell)) tell({ tell: 'noBackground', reason: null })
  } catch (error) {
    work = null
    tell({ tell: 'noBackground', reason: reasonOf(error) })
  }
}

function answer(question: ColumnQuestion): void {
  try {
    const said = work?.answer(question) ?? { tell: 'noColumns' as const, id: question.id, reason: 'no_run' as const }
    tell(said, said.tell === 'whatIf' ? [said.segments.buffer as ArrayBuffer] : [])
  } catch (error) {
    // A question changes no column: the work goes on.
    tell({ tell: 'questionFailed', id: question.id, reason: reasonOf(error) })
  }
}

port.on('message', (request: ForecastRequest) => {
  if (request.ask === 'network') {
    head = request
    segments = []
    work = null
  } else if (request.ask === 'segments') segments.push(...request.segments)
  else if (request.ask === 'run') void run(request)
  else if (request.ask === 'now') now(request)
  else answer(request)
})
