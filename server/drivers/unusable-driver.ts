import { LinkError, type Driver } from './driver'

/** Stands for a controller whose configuration cannot work, so that it halts only itself: it is never reached and says why. */
export function createUnusableDriver(why: string): Driver {
  const refuse = (): Promise<never> => Promise.reject(new LinkError('unreachable', why))
  return { traits: { fenced: false, dryRun: false }, connect: refuse, read: refuse, readBack: refuse, write: async () => ({ outcome: 'notCarriedOut', detail: why }), close: async () => {} }
}
