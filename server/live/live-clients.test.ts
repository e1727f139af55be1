import { describe, expect, it } from 'vitest'
import { evictAboveBytes, LiveClients, type LiveSink } from './live-clients'

function sink(unread = 0) {
  const written: string[] = []
  let destroyed = false
  const events = new Map<string, () => void>()
  const fake = {
    write: (bytes: Buffer) => (written.push(bytes.toString()), true), end: () => fake, destroy: () => ((destroyed = true), fake),
    once: (event: string, listener: () => void) => (events.set(event, listener), fake), writableLength: unread,
  } as unknown as LiveSink
  return { fake, written, isDestroyed: () => destroyed, close: () => events.get('close')?.() }
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

  it('lets go of a client that does not read', () => {
    const clients = new LiveClients()
    const slow = sink(evictAboveBytes + 1)
    const quick = sink()
    clients.add(slow.fake, null, snapshot)
    clients.add(quick.fake, null, snapshot)
    clients.publish(1, Buffer.from('d1'))
    expect([slow.isDestroyed(), clients.size, clients.evicted, quick.written.length]).toEqual([true, 1, 1, 2])
  })

  it('forgets a client that went away', () => {
    const clients = new LiveClients()
    const client = sink()
    clients.add(client.fake, null, snapshot)
    client.close()
    expect(clients.size).toBe(0)
  })
})
