import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { TwinProcess, type TwinEvent } from './twin-process'

const folder = mkdtempSync(join(tmpdir(), 'hearthway-twin-process-'))
const started: TwinProcess[] = []
afterEach(async () => { for (const twin of started.splice(0)) await twin.stop() })
afterAll(() => rmSync(folder, { recursive: true }))

const options = { city: 'testville', server: 'http://127.0.0.1:1', deviceToken: 'secret', base: { siteEpochMs: 1, wallEpochMs: 2, timeScale: 60 }, stateFile: join(folder, 'state.json'), backfillH: 0, faultPort: null }

/** A program in the twin's place, and what it told. */
function dummy(source: string): { twin: TwinProcess; events: TwinEvent[]; lines: string[]; ends: string[] } {
  const entry = join(folder, `dummy-${started.length}-${Math.abs(source.length)}.mjs`)
  writeFileSync(entry, source)
  const [events, lines, ends]: [TwinEvent[], string[], string[]] = [[], [], []]
  const twin = new TwinProcess(options, { onEvent: (event) => void events.push(event), onOtherLine: (line) => void lines.push(line), onEnd: (why) => void ends.push(why) }, entry)
  started.push(twin)
  twin.start()
  return { twin, events, lines, ends }
}
const stays = 'setInterval(() => {}, 1000);'

it('hands on events and names every other line, a cut one as well', async () => {
  const { events, lines, ends } = dummy(`console.log('{"event":"controllers","ports":{"a":5020}}'); console.log('{"event":"backfi'); console.log('{"event":"unheard of"}'); console.log('hello'); console.log('{"event":"ready"}'); process.exitCode = 3`)
  await vi.waitFor(() => expect(ends).toEqual(['exit code 3']), 10_000)
  await vi.waitFor(() => expect(events).toEqual([{ event: 'controllers', ports: { a: 5020 } }, { event: 'ready' }]))
  expect(lines).toEqual(['{"event":"backfi', '{"event":"unheard of"}', 'hello'])
})

it('tells of a twin killed by a signal, and stopping it afterwards does not wait', async () => {
  const { twin, ends } = dummy(`process.kill(process.pid, 'SIGKILL'); ${stays}`)
  await vi.waitFor(() => expect(ends).toEqual(['killed by SIGKILL']), 10_000)
  await twin.stop()
}, 15_000)

it('ends one that obeys, without calling that an end by itself', async () => {
  const { twin, events, ends } = dummy(`console.log('{"event":"ready"}'); ${stays}`)
  await vi.waitFor(() => expect(events).toHaveLength(1), 10_000)
  await twin.stop()
  await twin.stop()
  expect(ends).toEqual([])
})

it('insists with one that does not listen', async () => {
  const { twin, events } = dummy(`process.on('SIGTERM', () => {}); console.log('{"event":"ready"}'); ${stays}`)
  await vi.waitFor(() => expect(events).toHaveLength(1), 10_000)
  await twin.stop()
}, 15_000)

it('says when it could not be started at all', async () => {
  const path = process.execPath
  process.execPath = join(folder, 'no-such-program')
  try {
    const { twin, ends } = dummy(stays)
    await vi.waitFor(() => expect(ends).toEqual([expect.stringContaining('ENOENT')]))
    await twin.stop()
  } finally {
    process.execPath = path
  }
})
