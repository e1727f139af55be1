import {
  comparisonOperators, figureTypes, filterLimits, folds, spatialOperators, temporalOperators,
  type FigureType, type Filter, type Fold, type InstantLiteral, type Period, type Place, type PropertyName, type Scalar,
} from './filter'
import { FilterFault, filterLimitFault, quoted } from './filter-fault'
import { instantLiteral } from './instant-literal'
import { parsePositionedJson, type JsonNode } from './positioned-json'

/** Reads CQL2 JSON. @throws FilterFault with the place of the first fault and what was expected there; nothing else */
export function parseFilterJson(source: string): Filter {
  return readFilter(parsePositionedJson(source), 1, { points: 0, conditions: 0 })
}

interface Counts { points: number; conditions: number }

const describe = (node: JsonNode): string => (node.is === 'string' ? quoted(node.value) : node.is === 'number' || node.is === 'boolean' ? String(node.value) : `${/^[ao]/.test(node.is) ? 'an' : 'a'} ${node.is}`.replace('a null', 'null'))
const fault = (node: JsonNode, expected: string): FilterFault => new FilterFault(node.at, expected, describe(node))
const includes = <T extends string>(list: readonly T[], word: string): word is T => (list as readonly string[]).includes(word)

function operationOf(node: JsonNode, expected: string): { op: string; opAt: JsonNode; args: JsonNode[]; argsAt: JsonNode } {
  if (node.is !== 'object') throw fault(node, expected)
  const op = node.members.get('op')
  const args = node.members.get('args')
  if (op?.is !== 'string') throw fault(op ?? node, 'a member "op" that names an operator')
  if (args?.is !== 'array') throw fault(args ?? node, 'a member "args" with a list')
  if (args.items.length > filterLimits.items) throw filterLimitFault(args.at, `at most ${filterLimits.items} args`)
  return { op: op.value.toLowerCase(), opAt: op, args: args.items, argsAt: args }
}

function readFilter(node: JsonNode, depth: number, counts: Counts): Filter {
  if (depth > filterLimits.depth) throw filterLimitFault(node.at, `at most ${filterLimits.depth} levels of nesting`)
  const { at } = node
  if (++counts.conditions > 2 * filterLimits.conditions) throw filterLimitFault(at, `at most ${2 * filterLimits.conditions} operations`)
  if (node.is === 'boolean') return { is: 'constant', value: node.value, at }
  const { op, opAt, args, argsAt } = operationOf(node, 'an object with "op" and "args", true or false')
  const need = (count: number): void => { if (args.length !== count) throw new FilterFault(argsAt.at, `${count} args of "${op}"`, String(args.length)) }
  if (op === 'and' || op === 'or') {
    if (args.length < 2) throw new FilterFault(argsAt.at, `at least 2 args of "${op}"`, String(args.length))
    return { is: op, parts: args.map((part) => readFilter(part, depth + 1, counts)), at }
  }
  if (op === 'not') {
    need(1)
    return { is: 'not', part: readFilter(args[0]!, depth + 1, counts), at }
  }
  if (includes(comparisonOperators, op)) {
    need(2)
    return { is: 'comparison', operator: op, left: readScalar(args[0]!), right: readScalar(args[1]!), at }
  }
  if (op === 'like') {
    need(2)
    const pattern = readScalar(args[1]!)
    for (let inner = pattern; inner.is !== 'text'; inner = inner.of) if (inner.is !== 'fold') throw fault(args[1]!, 'a pattern')
    return { is: 'like', value: readScalar(args[0]!), pattern, at }
  }
  if (op === 'between') {
    need(3)
    const [value, low, high] = args.map((arg) => readScalar(arg)) as [Scalar, Scalar, Scalar]
    return { is: 'between', value, low, high, at }
  }
  if (op === 'in') {
    need(2)
    const list = args[1]!
    if (list.is !== 'array' || list.items.length === 0) throw fault(list, 'a list of values')
    if (list.items.length > filterLimits.items) throw filterLimitFault(list.at, `at most ${filterLimits.items} items`)
    return { is: 'in', value: readScalar(args[0]!), list: list.items.map((item) => readScalar(item)), at }
  }
  if (op === 'isnull') {
    need(1)
    return { is: 'isNull', name: readProperty(args[0]!).name, at }
  }
  if (includes(spatialOperators, op)) {
    need(2)
    return { is: 'spatial', operator: op, left: readPlace(args[0]!, counts), right: readPlace(args[1]!, counts), at }
  }
  if (includes(temporalOperators, op)) {
    need(2)
    return { is: 'temporal', operator: op, left: readPeriod(args[0]!), right: readPeriod(args[1]!), at }
  }
  throw fault(opAt, `one of and, or, not, ${comparisonOperators.join(', ')}, like, between, in, isNull, ${spatialOperators.join(', ')}, ${temporalOperators.join(', ')}`)
}

const isProperty = (node: JsonNode): boolean => node.is === 'object' && node.members.has('property')

function readProperty(node: JsonNode): PropertyName {
  const name = node.is === 'object' ? node.members.get('property') : undefined
  if (name?.is !== 'string' || name.value === '') throw fault(name ?? node, '{"property": "name"}')
  return { is: 'property', name: name.value, at: node.at }
}

function instantOf(node: JsonNode): InstantLiteral | null {
  if (node.is !== 'object') return null
  for (const kind of ['date', 'timestamp'] as const) {
    const text = node.members.get(kind)
    if (text === undefined) continue
    if (text.is !== 'string') throw fault(text, 'an instant as a string')
    return { ...instantLiteral(text.value, kind, text.at), at: node.at }
  }
  return null
}

function readScalar(node: JsonNode, depth = 1): Scalar {
  const { at } = node
  if (depth > filterLimits.depth) throw filterLimitFault(at, `at most ${filterLimits.depth} levels of nesting`)
  if (node.is === 'string') return { is: 'text', value: node.value, at }
  if (node.is === 'number') return { is: 'number', value: node.value, at }
  if (node.is === 'boolean') return { is: 'boolean', value: node.value, at }
  if (isProperty(node)) return readProperty(node)
  const instant = instantOf(node)
  if (instant) return instant
  const expected = 'a string, a number, true, false, {"property"}, {"date"}, {"timestamp"}, or "op" casei or accenti'
  const { op, opAt, args } = operationOf(node, expected)
  if (!includes(folds, op)) throw fault(opAt, expected)
  if (args.length !== 1) throw new FilterFault(at, `1 arg of "${op}"`, String(args.length))
  const of = readScalar(args[0]!, depth + 1)
  return { is: 'fold', fold: op as Fold, of, at }
}

function readPeriod(node: JsonNode): Period {
  if (isProperty(node)) return readProperty(node)
  const instant = instantOf(node)
  if (instant) return instant
  const ends = node.is === 'object' ? node.members.get('interval') : undefined
  if (ends?.is !== 'array' || ends.items.length !== 2) throw fault(ends ?? node, '{"property"}, {"date"}, {"timestamp"} or {"interval": [from, to]}')
  const [from, to] = ends.items.map((end) => {
    if (end.is === 'string') return end.value === '..' ? null : instantLiteral(end.value, 'either', end.at)
    return isProperty(end) ? readProperty(end) : instantOf(end) ?? (() => { throw fault(end, 'an instant as a string, ".." or {"property"}') })()
  })
  return { is: 'interval', from: from!, to: to!, at: node.at }
}

function readPlace(node: JsonNode, counts: Counts): Place {
  if (isProperty(node)) return readProperty(node)
  const { at } = node
  if (node.is !== 'object') throw fault(node, 'a GeoJSON geometry, {"bbox": [...]} or {"property": "name"}')
  const bounds = node.members.get('bbox')
  const type = node.members.get('type')
  if (bounds && !type) {
    const numbers = bounds.is === 'array' ? bounds.items.map((item) => (item.is === 'number' ? item.value : Number.NaN)) : []
    if ((numbers.length !== 4 && numbers.length !== 6) || numbers.some(Number.isNaN)) throw fault(bounds, 'a list of 4 or 6 numbers')
    return { is: 'box', bounds: numbers, at }
  }
  if (type?.is !== 'string' || !includes(figureTypes, type.value)) throw fault(type ?? node, `"type" as one of ${figureTypes.join(', ')}`)
  const coordinates = node.members.get('coordinates')
  if (!coordinates) throw fault(node, 'a member "coordinates"')
  return { is: 'figure', type: type.value, coordinates: readCoordinates(coordinates, levels[type.value], counts), at }
}

/** How many lists stand around a position. */
const levels: Record<FigureType, number> = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }

function readCoordinates(node: JsonNode, level: number, counts: Counts): unknown {
  if (node.is !== 'array') throw fault(node, level === 0 ? 'a position [x, y]' : 'a list')
  if (level > 0) {
    if (node.items.length === 0) throw fault(node, 'a list that is not empty')
    return node.items.map((item) => readCoordinates(item, level - 1, counts))
  }
  if (++counts.points > filterLimits.points) throw filterLimitFault(node.at, `at most ${filterLimits.points} points`)
  const position = node.items.map((item) => {
    if (item.is !== 'number') throw fault(item, 'a number')
    return item.value
  })
  if (position.length !== 2 && position.length !== 3) throw new FilterFault(node.at, 'a position of 2 or 3 numbers', String(position.length))
  return position
}
