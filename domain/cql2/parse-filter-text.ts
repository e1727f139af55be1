import {
  comparisonOperators, filterLimits, folds, spatialOperators, temporalOperators,
  type ComparisonOperator, type Filter, type Fold, type InstantLiteral, type Period, type Place, type PropertyName, type Scalar, type SpatialOperator, type TemporalOperator,
} from './filter'
import { filterLimitFault } from './filter-fault'
import { instantLiteral } from './instant-literal'
import { figureTypeOf, parseFigureText } from './parse-figure-text'
import { TokenReader } from './token-reader'

/** Words that are no names of properties unless they stand in double quotes. */
export const reservedWords = ['AND', 'OR', 'NOT', 'LIKE', 'ILIKE', 'BETWEEN', 'IN', 'IS', 'NULL', 'TRUE', 'FALSE'] as const
const scalarWords = 'a property, a number, a text in single quotes, TRUE, FALSE, DATE(...) or TIMESTAMP(...)'

/**
 * Reads CQL2 text (and what of the older CQL text means the same; ILIKE besides).
 * @throws FilterFault with the place of the first fault and what was expected there; nothing else
 */
export function parseFilterText(text: string): Filter {
  const reader = new TokenReader(text)
  const filter = readOr(reader)
  if (reader.peek().kind !== 'end') throw reader.fault('AND, OR or the end of the filter')
  return filter
}

function joined(reader: TokenReader, is: 'and' | 'or', read: () => Filter): Filter {
  const { at } = reader.peek()
  const parts = [read()]
  while (reader.takeWord(is.toUpperCase())) parts.push(read())
  return parts.length === 1 ? parts[0]! : { is, parts, at }
}

const readOr = (reader: TokenReader): Filter => reader.deeper(() => joined(reader, 'or', () => joined(reader, 'and', () => readFactor(reader))))

function readFactor(reader: TokenReader): Filter {
  const { at } = reader.peek()
  if (reader.takeWord('NOT')) return { is: 'not', part: reader.deeper(() => readFactor(reader)), at }
  if (reader.takeIf('(')) {
    const inside = readOr(reader)
    reader.take(')', 'AND, OR or ")"')
    return inside
  }
  return readPredicate(reader)
}

function readPredicate(reader: TokenReader): Filter {
  reader.countCondition()
  const { kind, text, at } = reader.peek()
  const word = kind === 'name' && reader.is('(', 1) ? text.toLowerCase() : ''
  if (includes(spatialOperators, word)) return readSpatial(reader, word, at)
  if (includes(temporalOperators, word)) return readTemporal(reader, word, at)
  const left = readScalar(reader, `a condition: NOT, "(", a spatial or temporal function, or ${scalarWords}`)
  const operator = reader.peek()
  if (operator.kind === 'symbol' && includes(comparisonOperators, operator.text)) {
    reader.next()
    return { is: 'comparison', operator: operator.text as ComparisonOperator, left, right: readScalar(reader), at }
  }
  if (left.is === 'boolean' && !reader.isWord('IS', 'IN', 'NOT', 'LIKE', 'BETWEEN')) return { is: 'constant', value: left.value, at }
  if (reader.takeWord('IS')) return readIsNull(reader, left, at)
  const isNot = reader.takeWord('NOT')
  const found = readRest(reader, left, at, isNot)
  return isNot ? { is: 'not', part: found, at } : found
}

function readIsNull(reader: TokenReader, left: Scalar, at: number): Filter {
  const isNot = reader.takeWord('NOT')
  if (!reader.takeWord('NULL')) throw reader.fault(isNot ? 'NULL' : 'NULL or NOT NULL')
  if (left.is !== 'property') throw reader.fault('a property before IS NULL')
  const isNull: Filter = { is: 'isNull', name: left.name, at }
  return isNot ? { is: 'not', part: isNull, at } : isNull
}

function readRest(reader: TokenReader, value: Scalar, at: number, isNot: boolean): Filter {
  if (reader.takeWord('BETWEEN')) {
    const low = readScalar(reader)
    if (!reader.takeWord('AND')) throw reader.fault('AND')
    return { is: 'between', value, low, high: readScalar(reader), at }
  }
  if (reader.takeWord('IN')) {
    reader.take('(')
    const list = [readScalar(reader)]
    while (reader.takeIf(',')) {
      if (list.length >= filterLimits.items) throw filterLimitFault(reader.peek().at, `at most ${filterLimits.items} items`)
      list.push(readScalar(reader))
    }
    reader.take(')', '"," or ")"')
    return { is: 'in', value, list, at }
  }
  if (reader.takeWord('LIKE')) return { is: 'like', value, pattern: readPattern(reader), at }
  // Not of CQL2, but sent by GDAL: both sides without regard to capitals.
  if (reader.takeWord('ILIKE')) {
    const pattern = readPattern(reader)
    return { is: 'like', value: { is: 'fold', fold: 'casei', of: value, at: value.at }, pattern: { is: 'fold', fold: 'casei', of: pattern, at: pattern.at }, at }
  }
  throw reader.fault(isNot ? 'BETWEEN, IN or LIKE' : '=, <>, <, <=, >, >=, BETWEEN, IN, LIKE, IS or NOT')
}

function readPattern(reader: TokenReader): Scalar {
  const { kind, text, at } = reader.peek()
  if (kind === 'name' && includes(folds, text.toLowerCase())) return readFold(reader, () => readPattern(reader))
  return { is: 'text', value: reader.text('a pattern in single quotes').value, at }
}

function readFold(reader: TokenReader, read: () => Scalar): Scalar {
  const { text, at } = reader.next()
  reader.take('(')
  const of = reader.deeper(read)
  reader.take(')')
  return { is: 'fold', fold: text.toLowerCase() as Fold, of, at }
}

function readScalar(reader: TokenReader, expected: string = scalarWords): Scalar {
  const { kind, text, value, at } = reader.peek()
  if (kind === 'number') return { is: 'number', value: reader.number('a number of ordinary size'), at }
  if (kind === 'text') {
    reader.next()
    return { is: 'text', value, at }
  }
  const word = text.toUpperCase()
  if (kind === 'name' && (word === 'TRUE' || word === 'FALSE')) {
    reader.next()
    return { is: 'boolean', value: word === 'TRUE', at }
  }
  if (kind === 'name' && reader.is('(', 1)) {
    if (includes(folds, text.toLowerCase())) return readFold(reader, () => readScalar(reader, 'a property or a text in single quotes'))
    if (word === 'DATE' || word === 'TIMESTAMP') return readInstant(reader)
    throw reader.fault(expected)
  }
  return readProperty(reader, expected)
}

function readProperty(reader: TokenReader, expected: string): PropertyName {
  const { kind, text, value, at } = reader.peek()
  if (kind !== 'quotedName' && (kind !== 'name' || includes(reservedWords, text.toUpperCase()))) throw reader.fault(expected)
  reader.next()
  return { is: 'property', name: value, at }
}

function readInstant(reader: TokenReader): InstantLiteral {
  const word = reader.next()
  reader.take('(')
  const { value, at } = reader.text('an instant in single quotes')
  reader.take(')')
  return { ...instantLiteral(value, word.text.toLowerCase() as 'date' | 'timestamp', at), at: word.at }
}

function pair<T>(reader: TokenReader, read: () => T): [T, T] {
  reader.next()
  reader.take('(')
  const left = read()
  reader.take(',')
  const right = read()
  reader.take(')')
  return [left, right]
}

function readSpatial(reader: TokenReader, operator: SpatialOperator, at: number): Filter {
  const [left, right] = pair(reader, () => readPlace(reader))
  return { is: 'spatial', operator, left, right, at }
}

function readPlace(reader: TokenReader): Place {
  const { kind, text, at } = reader.peek()
  const opens = reader.is('(', 1) || (reader.peek(1).text.toUpperCase() === 'Z' && reader.is('(', 2))
  if (kind !== 'name' || !opens) return readProperty(reader, 'a property or a figure like POINT(126.6 45.7)')
  const type = figureTypeOf(text)
  if (type) {
    reader.next()
    return parseFigureText(reader, type, at)
  }
  if (text.toUpperCase() !== 'BBOX') throw reader.fault('POINT, MULTIPOINT, LINESTRING, MULTILINESTRING, POLYGON, MULTIPOLYGON, BBOX or a property')
  reader.next()
  reader.take('(')
  const bounds = [reader.number('a coordinate')]
  while (reader.takeIf(',')) {
    if (bounds.length === 6) throw reader.fault('")"')
    bounds.push(reader.number('a coordinate'))
  }
  if (bounds.length !== 4 && bounds.length !== 6) throw reader.fault('4 or 6 coordinates')
  reader.take(')')
  return { is: 'box', bounds, at }
}

function readTemporal(reader: TokenReader, operator: TemporalOperator, at: number): Filter {
  const [left, right] = pair(reader, () => readPeriod(reader))
  return { is: 'temporal', operator, left, right, at }
}

function readPeriod(reader: TokenReader): Period {
  const { kind, text, at } = reader.peek()
  const word = kind === 'name' && reader.is('(', 1) ? text.toUpperCase() : ''
  if (word === 'DATE' || word === 'TIMESTAMP') return readInstant(reader)
  if (word !== 'INTERVAL') return readProperty(reader, "a property, DATE('...'), TIMESTAMP('...') or INTERVAL('...','...')")
  const [from, to] = pair(reader, () => readEnd(reader))
  return { is: 'interval', from, to, at }
}

function readEnd(reader: TokenReader): PropertyName | InstantLiteral | null {
  const { kind, value, at } = reader.peek()
  if (kind !== 'text') return readProperty(reader, "an instant in single quotes, '..' or a property")
  reader.next()
  return value === '..' ? null : instantLiteral(value, 'either', at)
}

const includes = <T extends string>(list: readonly T[], word: string): word is T => (list as readonly string[]).includes(word)
