import { ODataFault, shortened } from './odata-fault'

export interface Token { kind: 'text' | 'instant' | 'number' | 'name' | 'symbol' | 'end'; text: string; at: number }

/** Longest filter, characters. */
export const mostCharacters = 4000

const patterns: [Token['kind'] | 'space', RegExp][] = [
  ['space', /\s+/y],
  ['text', /'(?:[^']|'')*'/y],
  ['instant', /\d{4}-\d{2}-\d{2}(?:[Tt][\d:.]*(?:[Zz]|[+-][\d:]+)?)?/y],
  ['number', /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['name', /[@\p{L}_][\p{L}\p{M}\p{N}_.@]*(?:\/[@\p{L}_$][\p{L}\p{M}\p{N}_.@]*)*/uy],
  ['symbol', /[(),]/y],
]

/** Cuts a filter into words; the last one is the end. `offset` is where the filter begins in what was sent. @throws ODataFault */
export function expressionTokens(text: string, offset: number): Token[] {
  if (text.length > mostCharacters) throw new ODataFault(offset + mostCharacters, `at most ${mostCharacters} characters`, 'more')
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const [kind, found] = wordAt(text, at, offset)
    if (kind !== 'space') tokens.push({ kind, text: found, at: offset + at })
    at += found.length
  }
  return [...tokens, { kind: 'end', text: '', at: offset + text.length }]
}

function wordAt(text: string, at: number, offset: number): [Token['kind'] | 'space', string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) return [kind, found]
  }
  if (text[at] === "'") throw new ODataFault(offset + at, "a closing '", 'the end')
  throw new ODataFault(offset + at, 'a property, a number, an instant, a text in single quotes or an operator', shortened(String.fromCodePoint(text.codePointAt(at)!)))
}
