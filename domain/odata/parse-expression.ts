import { parseInstant } from '../units/instant'
import { comparisons, functions, isFunction, typeOf, type Comparison, type Expression, type FunctionName, type ValueType } from './expression'
import { expressionTokens, type Token } from './expression-tokens'
import { ODataFault, shortened } from './odata-fault'

/** What a path means where the filter stands. @throws ODataFault at `position` for one that means nothing */
export type ResolvePath = (path: string, position: number) => { path: string; type: ValueType }

/** Deepest nesting of parentheses, `not` and functions. */
const deepest = 60
const names: Record<ValueType, string> = { text: 'a text', number: 'a number', boolean: 'a condition', instant: 'an instant', null: 'null' }

/**
 * Reads $filter: eq ne gt ge lt le, and or not, parentheses, the functions of `functions`; every operand has a type, and only like is held against like.
 * @param offset where the text begins in what was sent, for the positions of faults
 * @throws ODataFault and nothing else, for any text
 */
export function parseExpression(text: string, resolve: ResolvePath, offset = 0): Expression {
  const tokens = expressionTokens(text, offset)
  let next = 0
  const peek = (): Token => tokens[next]!
  const fault = (expected: string, token = peek()): ODataFault => new ODataFault(token.at, expected, shortened(token.text))
  const isWord = (word: string): boolean => peek().kind === 'name' && peek().text === word
  const isSymbol = (symbol: string): boolean => peek().kind === 'symbol' && peek().text === symbol
  const take = (): Token => tokens[next++]!
  const takeSymbol = (symbol: string): void => {
    if (!isSymbol(symbol)) throw fault(symbol === ')' ? ') or an operator' : symbol)
    next++
  }
  const condition = (expression: Expression, at: Token): Expression => {
    if (typeOf(expression) !== 'boolean') throw fault('a condition, such as a comparison with eq, ne, gt, ge, lt or le', at)
    return expression
  }

  function list(kind: 'and' | 'or', depth: number, part: (depth: number) => Expression): Expression {
    let at = peek()
    const first = part(depth)
    if (!isWord(kind)) return first
    const parts = [condition(first, at)]
    while (isWord(kind)) {
      next++
      at = peek()
      parts.push(condition(part(depth), at))
    }
    return { kind, parts }
  }
  const either = (depth: number): Expression => list('or', depth, all)
  const all = (depth: number): Expression => list('and', depth, negation)

  function negation(depth: number): Expression {
    if (depth > deepest) throw fault(`at most ${deepest} levels`)
    if (!isWord('not')) return comparison(depth)
    next++
    const at = peek()
    return { kind: 'not', of: condition(negation(depth + 1), at) }
  }

  function comparison(depth: number): Expression {
    const left = operand(depth)
    const word = peek()
    if (word.kind !== 'name' || !(comparisons as readonly string[]).includes(word.text)) return left
    next++
    const at = peek()
    const right = operand(depth)
    const [a, b] = [typeOf(left), typeOf(right)]
    if (a !== b && a !== 'null' && b !== 'null') throw fault(`${names[a]}${a === 'instant' ? ' without quotes, such as 2026-01-31T06:00:00Z' : ''}, as it is held against ${names[a]}`, at)
    return { kind: 'compare', operator: word.text as Comparison, left, right }
  }

  function operand(depth: number): Expression {
    const token = take()
    if (token.kind === 'text') return { kind: 'literal', type: 'text', value: token.text.slice(1, -1).replaceAll("''", "'") }
    if (token.kind === 'number' && Number.isFinite(Number(token.text))) return { kind: 'literal', type: 'number', value: Number(token.text) }
    if (token.kind === 'instant') {
      const ms = parseInstant(token.text)
      if (Number.isNaN(ms)) throw fault('an instant with its offset, such as 2026-01-31T06:00:00Z or 2026-01-31T14:00:00+08:00 (in an address + is written %2B)', token)
      return { kind: 'literal', type: 'instant', value: ms }
    }
    if (token.kind === 'symbol' && token.text === '(') {
      const inner = either(depth + 1)
      takeSymbol(')')
      return inner
    }
    if (token.kind !== 'name') throw fault('a property, a value or (', token)
    if (token.text === 'null') return { kind: 'literal', type: 'null', value: null }
    if (token.text === 'true' || token.text === 'false') return { kind: 'literal', type: 'boolean', value: token.text === 'true' }
    if (isSymbol('(')) {
      if (!isFunction(token.text)) throw fault(`one of the functions ${Object.keys(functions).join(', ')}`, token)
      return call(token.text, depth)
    }
    return { kind: 'property', ...resolve(token.text, token.at) }
  }

  function call(name: FunctionName, depth: number): Expression {
    takeSymbol('(')
    const of = functions[name].takes.map((type, i) => {
      if (i > 0) takeSymbol(',')
      const at = peek()
      const given = either(depth + 1)
      if (typeOf(given) !== type && typeOf(given) !== 'null') throw fault(names[type], at)
      return given
    })
    takeSymbol(')')
    return { kind: 'call', name, of }
  }

  const whole = condition(either(0), tokens[0]!)
  if (peek().kind !== 'end') throw fault('and, or, or the end')
  return whole
}
