import type { CommandStore } from '#server/store/command-store'
import type { ServerProcess } from './server-process'

/** What a store says that does not reach its database. */
export class StoreAway extends Error {
  constructor() { super('the simulated database is away') }
}

/**
 * Gives every call of a store a moment before and after it takes effect, in which its server can be killed or the database be lost: before, nothing
 * was written; after, it was, and the caller never learns of it. `after` sees the store right after each effect.
 */
export function slowStore(store: CommandStore, process: ServerProcess, away: () => boolean, after: () => void): CommandStore {
  const reached = (): void => { if (away()) throw new StoreAway() }
  const slowly = async <T>(call: () => Promise<T>): Promise<T> => {
    await process.sleep(1)
    reached()
    const result = await call()
    after()
    await process.sleep(1)
    reached()
    return result
  }
  return {
    loadPlant: () => slowly(() => store.loadPlant()),
    saveRequest: (request) => slowly(() => store.saveRequest(request)),
    isKeyUsed: (actor, key) => slowly(() => store.isKeyUsed(actor, key)),
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
