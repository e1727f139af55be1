import type { Worker } from 'node:worker_threads'
import type { ColumnAnswer, ColumnQuestion, ForecastReply, NoColumns } from './forecast-protocol'

/** Why the columns cannot be asked now. */
export type UnavailableReason = NoColumns | 'no_network' | 'no_weather' | 'busy'

/** The forecast has no answer to give at the moment; asking again later may help. */
export class ForecastUnavailable extends Error {
  constructor(readonly reason: UnavailableReason) {
    super(`the forecast cannot be asked: ${reason}`)
  }
}

type Told<A extends ColumnQuestion['ask']> = Extract<ColumnAnswer, { tell: A }>
type Unnumbered<Q> = Q extends { id: number } ? Omit<Q, 'id'> : never

/** Questions that wait at once: each may take a second of the thread, and whoever waits behind more gives up anyway. */
const mostWaiting = 4

/** Asks a forecast thread about its columns; answers come back by number, whatever else the thread tells meanwhile. */
export class ColumnQuestions {
  private readonly waiting = new Map<number, { resolve(answer: ColumnAnswer): void; reject(error: Error): void }>()
  private lastId = 0

  constructor(private readonly thread: Worker) {
    thread.on('message', (reply: ForecastReply) => {
      if (!('id' in reply)) return
      this.waiting.get(reply.id)?.resolve(reply)
      this.waiting.delete(reply.id)
    })
    const end = (error: Error): void => {
      for (const { reject } of this.waiting.values()) reject(error)
      this.waiting.clear()
    }
    thread.on('error', end).on('exit', () => end(new ForecastUnavailable('no_run')))
  }

  /** @throws ForecastUnavailable when there is no answer now, Error when the thread failed over the question */
  async ask<Q extends ColumnQuestion>(question: Unnumbered<Q>): Promise<Told<Q['ask']>> {
    if (this.waiting.size >= mostWaiting) throw new ForecastUnavailable('busy')
    const id = ++this.lastId
    const answer = await new Promise<ColumnAnswer>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.thread.postMessage({ ...question, id })
    })
    if (answer.tell === 'noColumns') throw new ForecastUnavailable(answer.reason)
    if (answer.tell === 'questionFailed') throw new Error(answer.reason)
    return answer as Told<Q['ask']>
  }
}
