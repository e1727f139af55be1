import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { embeddedPostgis } from './embedded-postgis'
import { EmbeddedSession } from './embedded-session'
import { ReplyBuffer } from './reply-buffer'
import type { WorkerReply, WorkerRequest, WorkerStart } from './worker-protocol'

const port = parentPort
if (!port) throw new Error('embedded-worker runs as a worker thread only')
const { bundle, cluster, template } = workerData as WorkerStart

const reply = (message: WorkerReply) => port.postMessage(message, message.bytes ? [message.bytes.buffer] : [])

// Compiling each function when it is first called halves the start; most of the 37 MB of code is never called.
setFlagsFromString('--wasm-lazy-compilation')

const engine = await PGlite.create({
  ...(cluster === undefined ? {} : { dataDir: cluster }),
  ...(template === undefined ? {} : { loadDataDir: new Blob([readFileSync(template)], { type: 'application/x-gzip' }) }),
  extensions: { postgis: embeddedPostgis(bundle) },
  // 128 MB would be touched bit by bit and never given back; the operating system caches the same files anyway.
  startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB'],
})

// The bundle has been unpacked by now: let go of its 42 MB.
delete (engine.Module as { pg_extensions?: unknown }).pg_extensions

const session = new EmbeddedSession((message, onData) => {
  // The streaming form, because the other one parses every answer once more and keeps what it parsed for ever.
  void engine.execProtocolRawStream(message, { syncToFs: false, onRawData: onData })
})

async function answer(request: WorkerRequest): Promise<void> {
  const { id } = request
  if (request.ask === 'batch') {
    const buffer = new ReplyBuffer((bytes) => reply({ id, bytes, done: false }))
    session.answer(request.batch, (bytes) => buffer.push(bytes))
    reply({ id, ...buffer.rest(), done: true })
  } else if (request.ask === 'dump') {
    const dump = await engine.dumpDataDir('gzip')
    reply({ id, bytes: new Uint8Array(await dump.arrayBuffer()), done: true })
  } else {
    await engine.close()
    reply({ id, done: true })
    port?.close()
  }
}

let queue = Promise.resolve()
port.on('message', (request: WorkerRequest) => {
  queue = queue.then(() => answer(request)).catch((error: unknown) => reply({ id: request.id, error: String(error), done: true }))
})
reply({ id: 0, done: true })
