import { FilterFault, filterLimitFault, quoted } from './filter-fault'
import { filterLimits } from './filter'

/** A JSON value that knows where it begins. */
export type JsonNode = { at: number } & (
  | { is: 'object'; members: Map<string, JsonNode> } | { is: 'array'; items: JsonNode[] } | { is: 'string'; value: string } | { is: 'number'; value: number } | { is: 'boolean'; value: boolean } | { is: 'null' })

const space = /[ \t\n\r]*/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const word = /true|false|null/y
/** A filter's nodes nest two levels each, and a figure's coordinates four more. */
const mostDepth = 2 * filterLimits.depth + 6

/** Reads JSON (RFC 8259) and keeps places, which JSON.parse does not. @throws FilterFault */
export function parsePositionedJson(source: string): JsonNode {
  if (source.length > filterLimits.characters) throw filterLimitFault(filterLimits.characters, `at most ${filterLimits.characters} characters`)
  let at = 0
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(source)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  const fault = (expected: string): FilterFault => new FilterFault(at, expected, at >= source.length ? 'the end of the filter' : quoted(source.slice(at, at + 12)))
  const symbol = (character: string): boolean => {
    match(space)
    if (source[at] !== character) return false
    at++
    return true
  }

  function value(depth: number): JsonNode {
    if (depth > mostDepth) throw filterLimitFault(at, `at most ${mostDepth} levels of nesting`)
    match(space)
    const begin = at
    if (symbol('{')) return object(begin, depth)
    if (symbol('[')) {
      const items: JsonNode[] = []
      if (symbol(']')) return { is: 'array', items, at: begin }
      do items.push(value(depth + 1)); while (symbol(','))
      if (!symbol(']')) throw fault('"," or "]"')
      return { is: 'array', items, at: begin }
    }
    const string = match(text)
    if (string !== undefined) return { is: 'string', value: JSON.parse(string) as string, at: begin }
    const digits = match(number)
    if (digits !== undefined) {
      if (!Number.isFinite(Number(digits))) throw new FilterFault(begin, 'a number of ordinary size', quoted(digits))
      return { is: 'number', value: Number(digits), at: begin }
    }
    const name = match(word)
    if (name === undefined) throw fault('a JSON value')
    return name === 'null' ? { is: 'null', at: begin } : { is: 'boolean', value: name === 'true', at: begin }
  }

  function object(begin: number, depth: number): JsonNode {
    const members = new Map<string, JsonNode>()
    if (symbol('}')) return { is: 'object', members, at: begin }
    do {
      match(space)
      const name = match(text)
      if (name === undefined) throw fault('the name of a member in double quotes')
      if (!symbol(':')) throw fault('":"')
      members.set(JSON.parse(name) as string, value(depth + 1))
    } while (symbol(','))
    if (!symbol('}')) throw fault('"," or "}"')
    return { is: 'object', members, at: begin }
  }

  const root = value(0)
  match(space)
  if (at < source.length) throw fault('the end of the filter')
  return root
}
