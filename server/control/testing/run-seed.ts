import fc from 'fast-check'
import { simulate, type Outcome, type Sabotage } from './simulate'
import { story, type Action } from './story'

/** Neighbouring seeds shall not tell like stories. */
function mixed(seed: number): number {
  let bits = seed | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35)
  return bits ^ (bits >>> 16)
}

/** The story of a seed: the same on every machine, as long as stories are made in the same way. */
export function storyOf(seed: number): Action[] {
  return fc.sample(story, { seed: mixed(seed), numRuns: 1 })[0] as Action[]
}

export const runSeed = (seed: number, sabotage?: Sabotage): Promise<Outcome> => simulate(storyOf(seed), sabotage)

export interface Failure { seed: number; /** Of the shortest story. */ broken: string[]; story: Action[] }

/** The shortest story that still breaks a promise, made from the seed's own. */
export async function shorten(seed: number, sabotage?: Sabotage): Promise<Failure> {
  const breaks = fc.asyncProperty(story, async (actions) => (await simulate(actions, sabotage)).broken.length === 0)
  const { counterexample } = await fc.check(breaks, { seed: mixed(seed), numRuns: 1, interruptAfterTimeLimit: 60_000 })
  const shortest = counterexample?.[0] ?? storyOf(seed)
  return { seed, story: shortest, broken: (await simulate(shortest, sabotage)).broken }
}
