import { functions, typeOf, type Comparison, type Expression, type Value } from './expression'

const literal = (value: boolean): Expression => ({ kind: 'literal', type: 'boolean', value })

/**
 * Puts in what is known of the properties and works out what follows from it; `valueOf` says undefined for what it does not know. With all properties
 * known a literal is left. Null equals null alone and is neither less nor more than anything; a condition on it is false.
 */
export function foldExpression(expression: Expression, valueOf: (path: string) => Value | undefined): Expression {
  switch (expression.kind) {
    case 'literal': return expression
    case 'property': {
      const value = valueOf(expression.path)
      return value === undefined ? expression : { kind: 'literal', type: value === null ? 'null' : expression.type, value }
    }
    case 'not': {
      const of = foldExpression(expression.of, valueOf)
      return of.kind === 'literal' ? literal(of.value !== true) : { kind: 'not', of }
    }
    case 'and':
    case 'or': {
      const decides = expression.kind === 'or'
      const parts: Expression[] = []
      for (const part of expression.parts) {
        const folded = foldExpression(part, valueOf)
        if (folded.kind !== 'literal') parts.push(folded)
        else if ((folded.value === true) === decides) return literal(decides)
      }
      return parts.length === 0 ? literal(!decides) : parts.length === 1 ? parts[0]! : { kind: expression.kind, parts }
    }
    case 'compare': {
      const [left, right] = [foldExpression(expression.left, valueOf), foldExpression(expression.right, valueOf)]
      if (left.kind === 'literal' && right.kind === 'literal') return literal(compare(expression.operator, left.value, right.value))
      return { kind: 'compare', operator: expression.operator, left, right }
    }
    case 'call': {
      const of = expression.of.map((part) => foldExpression(part, valueOf))
      const values = of.flatMap((part) => (part.kind === 'literal' ? [part.value] : []))
      if (values.includes(null)) return typeOf(expression) === 'boolean' ? literal(false) : { kind: 'literal', type: 'null', value: null }
      if (values.length < of.length) return { ...expression, of }
      return { kind: 'literal', type: typeOf(expression), value: functions[expression.name].of(values as never[]) }
    }
  }
}

/** Whether the filter is true of something all of whose properties are known. */
export function isTrueOf(expression: Expression, valueOf: (path: string) => Value): boolean {
  const folded = foldExpression(expression, valueOf)
  return folded.kind === 'literal' && folded.value === true
}

function compare(operator: Comparison, left: Value, right: Value): boolean {
  if (operator === 'eq') return left === right
  if (operator === 'ne') return left !== right
  if (left === null || right === null) return false
  switch (operator) {
    case 'gt': return left > right
    case 'ge': return left >= right
    case 'lt': return left < right
    case 'le': return left <= right
  }
}
