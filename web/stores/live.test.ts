import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { surfaceStates } from '#domain/wire/live'
import type { NetworkView } from '#domain/wire/network'
import { ApiError } from '../api/api-error'
import { signedOut } from '#domain/wire/session'
import { client } from '../api/client'
import { useCommandsStore } from './commands'
import { useLiveStore } from './live'
import { useNetworkStore } from './network'
import { useSessionStore } from './session'

class FakeEventSource {
  static CLOSED = 2
  static opened: FakeEventSource[] = []
  readyState = 1
  listeners = new Map<string, (event: { data: string }) => void>()
  constructor() { FakeEventSource.opened.push(this) }
  addEventListener(name: string, listener: (event: { data: string }) => void): void { this.listeners.set(name, listener) }
  close(): void { this.readyState = 2 }
  /** A snapshot of a network of one segment at 1 °C, measured at `at`. */
  say(network: string, at: string): void {
    const b64 = (array: Int16Array | Uint8Array | Int32Array): string => Buffer.from(array.buffer).toString('base64')
    const surface = { temperature: b64(Int16Array.of(100)), state: b64(Uint8Array.of(surfaceStates.indexOf('measured'))), measured_at: b64(Int32Array.of(Date.parse(at) / 1000)), sd: b64(Uint8Array.of(6)), method: b64(Uint8Array.of(0)) }
    this.listeners.get('snapshot')!({ data: JSON.stringify({ seq: 1, network, at, surface }) })
  }
}
const networkOf = (version: string): NetworkView => ({ version, segments: [{}] }) as unknown as NetworkView
const start = '2026-01-01T00:00:00.000Z'

beforeEach(() => {
  setActivePinia(createPinia())
  FakeEventSource.opened = []
  vi.stubGlobal('EventSource', FakeEventSource)
  vi.useFakeTimers()
})
afterEach(() => { useLiveStore().stop(); vi.useRealTimers(); vi.unstubAllGlobals(); vi.restoreAllMocks() })

function running() {
  const live = useLiveStore()
  useNetworkStore().network = networkOf('v1')
  live.start()
  const stream = FakeEventSource.opened[0]!
  stream.say('v1', start)
  return { live, stream }
}
const drawn = (live: ReturnType<typeof useLiveStore>) => surfaceStates[live.displayed.state[0]!]

it('reads a changed network once, however many frames speak of it, and is not live until they agree', async () => {
  const { live, stream } = running()
  expect([live.link, drawn(live)]).toEqual(['live', 'measured'])
  let answer!: (network: NetworkView) => void
  const asked = vi.spyOn(client, 'network').mockImplementation(() => new Promise((done) => { answer = done }))
  for (let i = 0; i < 5; i += 1) stream.say('v2', start)
  expect(asked).toHaveBeenCalledTimes(1)
  expect([live.link, live.behind, useCommandsStore().silent]).toEqual(['connecting', true, true])
  answer(networkOf('v2'))
  await vi.advanceTimersByTimeAsync(1500)
  // The columns of the old network are not drawn on the new one, though they are as long.
  expect([live.link, drawn(live)]).toEqual(['connecting', 'unknown'])
  FakeEventSource.opened.at(-1)!.say('v2', start)
  expect([live.link, live.behind, drawn(live)]).toEqual(['live', false, 'measured'])
})
it('says that the new network cannot be read, lets the old picture age, and asks again only after a while', async () => {
  const { live, stream } = running()
  const asked = vi.spyOn(client, 'network').mockRejectedValue(new ApiError(503, { code: 'server_failed' }))
  stream.say('v2', start)
  await vi.advanceTimersByTimeAsync(10)
  expect([live.link, live.reloadError?.code]).toEqual(['offline', 'server_failed'])
  stream.say('v2', '2026-01-01T01:00:00.000Z')
  expect(asked).toHaveBeenCalledTimes(1)
  expect(live.lastFrameAt?.toISOString()).toBe(start)
  await vi.advanceTimersByTimeAsync(6000)
  stream.say('v2', '2026-01-01T01:00:00.000Z')
  expect(asked).toHaveBeenCalledTimes(2)
  useLiveStore().$state.surface = { ...live.surface }
  expect(drawn(live)).toBe('lost')
})
it('opens the stream anew for another reader, and asks who sits here when it is refused', async () => {
  const { live, stream } = running()
  const session = useSessionStore()
  const whoIs = vi.spyOn(client, 'session').mockResolvedValue({ ...signedOut, signed_in: true, account: 'li', name: 'li', role: 'operator' })
  await session.load()
  await vi.advanceTimersByTimeAsync(0)
  expect(FakeEventSource.opened).toHaveLength(2)
  expect(stream.readyState).toBe(2)
  whoIs.mockResolvedValue(signedOut)
  const now = FakeEventSource.opened[1]!
  now.close()
  now.listeners.get('error')!({ data: '' })
  await vi.advanceTimersByTimeAsync(0)
  expect([session.signedIn, session.ended, session.panelOpen]).toEqual([false, true, true])
  expect(live.link).toBe('live')
})
