import type { FigureLiteral, Filter, InstantLiteral, Period, Place, PropertyName, Scalar } from './filter'
import { reservedWords } from './parse-filter-text'

const name = (text: string): string =>
  /^[\p{L}_:][\p{L}\p{M}\p{N}_:.]*$/u.test(text) && !(reservedWords as readonly string[]).includes(text.toUpperCase()) ? text : `"${text.replaceAll('"', '""')}"`
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`
const isDay = (instant: InstantLiteral): boolean => instant.toMs !== instant.fromMs

/** A filter as CQL2 text, which `parseFilterText` reads back into the same tree. */
export function writeFilterText(filter: Filter): string {
  switch (filter.is) {
    case 'and':
    case 'or': return filter.parts.map((part) => (part.is === 'and' || part.is === 'or' ? `(${writeFilterText(part)})` : writeFilterText(part))).join(` ${filter.is.toUpperCase()} `)
    case 'not': return `NOT ${filter.part.is === 'and' || filter.part.is === 'or' ? `(${writeFilterText(filter.part)})` : writeFilterText(filter.part)}`
    case 'constant': return filter.value ? 'TRUE' : 'FALSE'
    case 'comparison': return `${scalarText(filter.left)} ${filter.operator} ${scalarText(filter.right)}`
    case 'like': return `${scalarText(filter.value)} LIKE ${scalarText(filter.pattern)}`
    case 'between': return `${scalarText(filter.value)} BETWEEN ${scalarText(filter.low)} AND ${scalarText(filter.high)}`
    case 'in': return `${scalarText(filter.value)} IN (${filter.list.map(scalarText).join(', ')})`
    case 'isNull': return `${name(filter.name)} IS NULL`
    case 'spatial': return `${filter.operator.toUpperCase()}(${placeText(filter.left)}, ${placeText(filter.right)})`
    case 'temporal': return `${filter.operator.toUpperCase()}(${periodText(filter.left)}, ${periodText(filter.right)})`
  }
}

const instantText = (instant: InstantLiteral): string => `${isDay(instant) ? 'DATE' : 'TIMESTAMP'}(${quote(instant.text)})`

function scalarText(scalar: Scalar): string {
  switch (scalar.is) {
    case 'property': return name(scalar.name)
    case 'text': return quote(scalar.value)
    case 'number': return String(scalar.value)
    case 'boolean': return scalar.value ? 'TRUE' : 'FALSE'
    case 'instant': return instantText(scalar)
    case 'fold': return `${scalar.fold.toUpperCase()}(${scalarText(scalar.of)})`
  }
}

const endText = (end: PropertyName | InstantLiteral | null): string => (end === null ? "'..'" : end.is === 'property' ? name(end.name) : quote(end.text))
function periodText(period: Period): string {
  if (period.is === 'property') return name(period.name)
  return period.is === 'instant' ? instantText(period) : `INTERVAL(${endText(period.from)}, ${endText(period.to)})`
}

const nested = (value: unknown): string => {
  const list = value as unknown[]
  return typeof list[0] === 'number' ? list.join(' ') : `(${list.map(nested).join(', ')})`
}
const figureText = ({ type, coordinates }: FigureLiteral): string => `${type.toUpperCase()}${type === 'Point' ? `(${nested(coordinates)})` : nested(coordinates)}`
function placeText(place: Place): string {
  if (place.is === 'property') return name(place.name)
  return place.is === 'box' ? `BBOX(${place.bounds.join(', ')})` : figureText(place)
}

/** A filter as CQL2 JSON, which `parseFilterJson` reads back (once serialised) into the same tree. */
export function writeFilterJson(filter: Filter): unknown {
  const operation = (op: string, ...args: unknown[]): unknown => ({ op, args })
  switch (filter.is) {
    case 'and':
    case 'or': return operation(filter.is, ...filter.parts.map(writeFilterJson))
    case 'not': return operation('not', writeFilterJson(filter.part))
    case 'constant': return filter.value
    case 'comparison': return operation(filter.operator, scalarJson(filter.left), scalarJson(filter.right))
    case 'like': return operation('like', scalarJson(filter.value), scalarJson(filter.pattern))
    case 'between': return operation('between', scalarJson(filter.value), scalarJson(filter.low), scalarJson(filter.high))
    case 'in': return operation('in', scalarJson(filter.value), filter.list.map(scalarJson))
    case 'isNull': return operation('isNull', { property: filter.name })
    case 'spatial': return operation(filter.operator, placeJson(filter.left), placeJson(filter.right))
    case 'temporal': return operation(filter.operator, periodJson(filter.left), periodJson(filter.right))
  }
}

const propertyJson = (property: PropertyName): unknown => ({ property: property.name })
const instantJson = (instant: InstantLiteral): unknown => (isDay(instant) ? { date: instant.text } : { timestamp: instant.text })
function scalarJson(scalar: Scalar): unknown {
  switch (scalar.is) {
    case 'property': return propertyJson(scalar)
    case 'instant': return instantJson(scalar)
    case 'fold': return { op: scalar.fold, args: [scalarJson(scalar.of)] }
    default: return scalar.value
  }
}
const endJson = (end: PropertyName | InstantLiteral | null): unknown => (end === null ? '..' : end.is === 'property' ? propertyJson(end) : end.text)
const periodJson = (period: Period): unknown =>
  period.is === 'property' ? propertyJson(period) : period.is === 'instant' ? instantJson(period) : { interval: [endJson(period.from), endJson(period.to)] }
const placeJson = (place: Place): unknown =>
  place.is === 'property' ? propertyJson(place) : place.is === 'box' ? { bbox: place.bounds } : { type: place.type, coordinates: place.coordinates }
