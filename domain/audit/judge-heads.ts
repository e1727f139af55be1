import type { ChainHead } from './chain'

/** What the notes of the chain's end say of the chain as it is now. */
export type HeadsVerdict =
  | { kind: 'agree'; compared: number }
  /** The chain ends before a note: the records behind its end are gone. */
  | { kind: 'cut'; noted: ChainHead; chainEnds: number }
  /** A noted record is another one now: the chain was written anew from somewhere behind the last note that agrees. */
  | { kind: 'replaced'; noted: ChainHead; lastAgreeing: number }

/**
 * Compares notes of the chain's end with the chain.
 * @param hashAt hash of a record of the present chain, undefined where it was not looked at
 * @param chainEnds number of the last record, 0 for an empty chain
 */
export function judgeHeads(notes: readonly ChainHead[], hashAt: (seq: number) => string | undefined, chainEnds: number): HeadsVerdict {
  const inOrder = [...notes].sort((a, b) => a.seq - b.seq)
  let compared = 0
  let lastAgreeing = 0
  for (const noted of inOrder) {
    if (noted.seq > chainEnds) return { kind: 'cut', noted: inOrder.at(-1)!, chainEnds }
    const hash = hashAt(noted.seq)
    if (hash === undefined) continue
    if (hash !== noted.hash) return { kind: 'replaced', noted, lastAgreeing }
    lastAgreeing = noted.seq
    compared++
  }
  return { kind: 'agree', compared }
}
