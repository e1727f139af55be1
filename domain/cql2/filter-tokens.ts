import { FilterFault, filterLimitFault, quoted } from './filter-fault'
import { filterLimits } from './filter'

export interface Token { kind: 'name' | 'quotedName' | 'text' | 'number' | 'symbol' | 'end'; text: string; value: string; at: number }

const patterns: [Token['kind'] | 'space', RegExp][] = [
  ['space', /\s+/y],
  ['number', /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['name', /[\p{L}_:][\p{L}\p{M}\p{N}_:.]*/uy],
  ['quotedName', /"(?:[^"]|"")+"/y],
  ['text', /'(?:[^']|'')*'/y],
  ['symbol', /<>|<=|>=|[=<>(),]/y],
]
const inner = (text: string, quote: string): string => text.slice(1, -1).replaceAll(quote + quote, quote)

/** Cuts CQL2 text into words; the last one is the end. @throws FilterFault at what is none */
export function filterTokens(text: string): Token[] {
  if (text.length > filterLimits.characters) throw filterLimitFault(filterLimits.characters, `at most ${filterLimits.characters} characters`)
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const [kind, found] = wordAt(text, at)
    if (kind !== 'space') tokens.push({ kind, text: found, value: kind === 'text' ? inner(found, "'") : kind === 'quotedName' ? inner(found, '"') : found, at })
    at += found.length
  }
  tokens.push({ kind: 'end', text: '', value: '', at: text.length })
  return tokens
}

function wordAt(text: string, at: number): [Token['kind'] | 'space', string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) return [kind, found]
  }
  const character = String.fromCodePoint(text.codePointAt(at)!)
  if (character === "'" || character === '"') throw new FilterFault(at, `a closing ${character}`, 'the end of the filter')
  throw new FilterFault(at, 'a name, a number, a text in single quotes or an operator', quoted(character))
}
