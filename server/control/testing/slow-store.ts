import type { CommandStore } from '#server/store/command-store'
import type { VirtualWall } from './virtual-wall'

/**
 * Gives every call of a store a moment before and after it takes effect, in which its server can be killed: before, nothing was
 * written; after, it was, and the caller never learns of it. `after` sees the store right after each effect.
 */
export function slowStore(store: CommandStore, wall: VirtualWall, dead: () => boolean, after: () => void): CommandStore {
  const never = new Promise<never>(() => {})
  const slowly = async <T>(call: () => Promise<T>): Promise<T> => {
    await wall.sleep(1)
    if (dead()) return never
    const result = await call()
    after()
    await wall.sleep(1)
    return dead() ? never : result
  }
  return {
    loadPlant: () => slowly(() => store.loadPlant()),
    saveRequest: (request) => slowly(() => store.saveRequest(request)),
    loadOpen: (loopIds) => slowly(() => store.loadOpen(loopIds)),
    loadUnjudged: () => slowly(() => store.loadUnjudged()),
    claim: (command, step) => slowly(() => store.claim(command, step)),
    step: (command, step) => slowly(() => store.step(command, step)),
    decide: (requestId, at, judge) => slowly(() => store.decide(requestId, at, judge)),
    loadRequest: (requestId) => slowly(() => store.loadRequest(requestId)),
    loadWaiting: () => slowly(() => store.loadWaiting()),
    loadPendingApprovals: () => slowly(() => store.loadPendingApprovals()),
    placeLock: (lock) => slowly(() => store.placeLock(lock)),
    endLock: (id, by, at) => slowly(() => store.endLock(id, by, at)),
    loadLocks: (at) => slowly(() => store.loadLocks(at)),
    loadBySequence: (loopId, sequence) => slowly(() => store.loadBySequence(loopId, sequence)),
    load: (id) => slowly(() => store.load(id)),
    loadRecent: (limit) => slowly(() => store.loadRecent(limit)),
    dropQueued: (at) => slowly(() => store.dropQueued(at)),
    loseSent: (at) => slowly(() => store.loseSent(at)),
  }
}
