import { longestSentence } from './parse-nmea'

/** Whole sentences in the order in which they came, and the beginning of the next one (bounded: never longer than a sentence may be). */
export interface TakenSentences { readonly sentences: string[]; readonly rest: string }

/**
 * Cuts a stream into sentences: each begins at `$` or `!` and ends at a line end or where the next begins, with or without a line end
 * between. What stands before a beginning is dropped. A sentence that grows too long is handed out cut, so that it is refused as too long once.
 */
export function takeSentences(rest: string, chunk: string): TakenSentences {
  const pieces = (rest + chunk).split(/(?=[$!])/).filter((piece) => /^[$!]/.test(piece))
  const sentences: string[] = []
  let open = ''
  pieces.forEach((piece, i) => {
    const end = piece.search(/[\r\n]/)
    const sentence = (end < 0 ? piece : piece.slice(0, end)).slice(0, longestSentence + 1)
    if (end < 0 && i === pieces.length - 1 && sentence.length <= longestSentence) open = sentence
    else sentences.push(sentence)
  })
  return { sentences, rest: open }
}
