import { beforeEach, describe, expect, it } from 'vitest'
import { backlogPatienceMs, evictAboveBytes, evictAtOnceBytes, LiveClients, type LiveSink } from './live-clients'

function sink(unread = 0) {
  const written: string[] = []
  let destroyed = false
  const events = new Map<string, () => void>()
  const length = { bytes: unread }
  let ended = false
  const fake = {
    write: (bytes: Buffer) => (written.push(bytes.toString()), true), end: () => ((ended = true), fake), destroy: () => ((destroyed = true), fake),
    once: (event: string, listener: () => void) => (events.set(event, listener), fake), get writableLength() { return length.bytes },
  } as unknown as LiveSink
  return { fake, written, length, isEnded: () => ended, isDestroyed: () => destroyed, close: () => events.get('close')?.() }
}
const snapshot = () => Buffer.from('snapshot')

describe('live clients', () => {
  it('gives a new client a snapshot and then every delta', () => {
    const clients = new LiveClients()
    const client = sink()
    clients.add(client.fake, null, snapshot)
    clients.publish(1, Buffer.from('d1'))
    expect(client.written).toEqual(['snapshot', 'd1'])
  })

  it('resumes with exactly the missed deltas, and with a snapshot when they are gone or from another run', () => {
    const clients = new LiveClients()
    for (let seq = 10; seq < 200; seq++) clients.publish(seq, Buffer.from(`d${seq}`))
    const resumed = sink()
    clients.add(resumed.fake, 197, snapshot)
    expect(resumed.written).toEqual(['d198', 'd199'])
    for (const lost of [20, 500]) {
      const late = sink()
      clients.add(late.fake, lost, snapshot)
      expect(late.written).toEqual(['snapshot'])
    }
  })

  describe('with a client that falls behind', () => {
    let now: number
    let clients: LiveClients
    const pass = (ms: number): void => {
      for (const endMs = now + ms; now < endMs;) {
        now += 1000
        clients.publish(now, Buffer.from(`d${now}`))
      }
    }
    beforeEach(() => {
      now = 0
      clients = new LiveClients(() => now)
    })

    it('lets it go when nothing of it has drained for a while', () => {
      const slow = sink(evictAboveBytes + 1)
      const quick = sink()
      clients.add(slow.fake, null, snapshot)
      clients.add(quick.fake, null, snapshot)
      pass(backlogPatienceMs - 1000)
      expect(slow.isDestroyed()).toBe(false)
      pass(3000)
      expect([slow.isDestroyed(), clients.size, clients.evicted, quick.written.length]).toEqual([true, 1, 1, 13])
    })

    it('keeps one whose first snapshot is large and still on its way', () => {
      const far = sink(evictAboveBytes * 8)
      clients.add(far.fake, null, snapshot)
      for (let i = 0; i < 12; i += 1) {
        pass(5000)
        far.length.bytes -= evictAboveBytes / 2
      }
      expect(far.isDestroyed()).toBe(false)
    })

    it('forgives a backlog that was read meanwhile', () => {
      const client = sink()
      clients.add(client.fake, null, snapshot)
      for (const bytes of [evictAboveBytes + 1, 0, evictAboveBytes + 1]) {
        client.length.bytes = bytes
        pass(backlogPatienceMs - 2000)
      }
      expect(client.isDestroyed()).toBe(false)
    })

    it('lets it go at once when it costs too much memory, its first snapshot not counted', () => {
      const big = sink(evictAtOnceBytes + 8)
      clients.add(big.fake, null, () => Buffer.from('snapshot'))
      pass(1000)
      expect(big.isDestroyed()).toBe(false)
      big.length.bytes += 1
      pass(1000)
      expect(big.isDestroyed()).toBe(true)
    })
  })

  it('ends a client that may no longer look, and no other', () => {
    const clients = new LiveClients()
    const [guest, other] = [sink(), sink()]
    const leave = clients.add(guest.fake, null, snapshot)
    clients.add(other.fake, null, snapshot)
    clients.heartbeat()
    expect(guest.isEnded()).toBe(false)
    leave()
    clients.publish(1, Buffer.from('d1'))
    expect([guest.isEnded(), guest.written.includes('d1'), other.isEnded(), clients.size]).toEqual([true, false, false, 1])
  })

  it('forgets a client that went away', () => {
    const clients = new LiveClients()
    const client = sink()
    clients.add(client.fake, null, snapshot)
    client.close()
    expect(clients.size).toBe(0)
  })
})
