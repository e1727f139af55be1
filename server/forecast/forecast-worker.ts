import { parentPort } from 'node:worker_threads'
import type { Sensor } from '#domain/network/network'
import type { ForecastReply, ForecastRequest, ForecastSegment } from './forecast-protocol'
import { ForecastWork } from './forecast-work'

/** The forecast's thread: takes a network in parts, then runs it as often as it is asked. */
const port = parentPort!
let head: { place: { lat: number; lon: number }; sensors: Sensor[] } | null = null
let segments: ForecastSegment[] = []
let work: ForecastWork | null = null

port.on('message', (request: ForecastRequest) => {
  if (request.ask === 'network') {
    head = request
    segments = []
    work = null
  } else if (request.ask === 'segments') segments.push(...request.segments)
  else {
    try {
      if (!head) throw new Error('a run was asked for before a network')
      work ??= new ForecastWork(segments, head.sensors, head.place)
      work.run(request, (reply: ForecastReply, transfer) => port.postMessage(reply, transfer))
    } catch (error) {
      // Whatever state the columns are in: the next run starts anew.
      work = null
      port.postMessage({ tell: 'failed', reason: (error as Error).stack ?? String(error) } satisfies ForecastReply)
    }
  }
})
