import { readFile } from 'node:fs/promises'
import type { Network } from '#domain/network/network'
import { cityNetwork, cityScenario, cityStartMs } from './city-network'
import { Twin, type TwinEvent } from './twin'
import { parseTwinOptions } from './twin-options'

/** Entry of the twin's process: events as JSON lines on stdout, the log as JSON lines on stderr. */
async function main(): Promise<void> {
  const log = (message: string, detail: Record<string, unknown>): void => { process.stderr.write(`${JSON.stringify({ twin: message, ...detail })}\n`) }
  const tell = (event: TwinEvent): void => { process.stdout.write(`${JSON.stringify(event)}\n`) }
  const options = parseTwinOptions(process.argv.slice(2), process.env, Date.now(), cityStartMs())
  const network = options.networkFile === null ? cityNetwork(options.city) : JSON.parse(await readFile(options.networkFile, 'utf8')) as Network
  const twin = new Twin(network, cityScenario(options.city), options, { wallNowMs: Date.now, monotonicMs: () => performance.now(), tell, log })

  const leave = (code: number): void => { twin.stop().then(() => process.exit(code), () => process.exit(1)) }
  process.once('SIGTERM', () => leave(0))
  process.once('SIGINT', () => leave(0))
  // No parent, no twin: its end of our stdin closes when it dies, however it dies. The parent's id is the second witness.
  process.stdin.resume()
  process.stdin.once('end', () => leave(0))
  process.stdin.once('close', () => leave(0))
  process.stdin.once('error', () => leave(0))
  process.stdout.on('error', () => leave(0))
  const parent = process.ppid
  setInterval(() => { if (process.ppid !== parent) leave(0) }, 2000).unref()

  await twin.start()
}

main().catch((error: unknown) => {
  process.stderr.write(`${JSON.stringify({ twin: 'cannot start', error: error instanceof Error ? error.message : String(error) })}\n`)
  process.exit(1)
})
