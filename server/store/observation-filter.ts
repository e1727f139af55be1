import type { Comparison, Expression, FunctionName, Value } from '#domain/odata/expression'
import { qualities } from '#domain/sensing/quality'

/** Collects the values of a statement; what somebody wrote reaches SQL by its number alone. */
export type AddValue = (value: unknown) => string

/** What a filter on observations may speak of, in SQL over `r` (readings) and `s` (sensors). None is ever null. */
export const observationColumns = {
  id: `(s.id || '@' || to_char(r.measured_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`,
  phenomenonTime: 'r.measured_at',
  resultTime: 'r.received_at',
  result: 'r.value',
  'resultQuality/code': `(CASE r.quality ${qualities.map((name, code) => `WHEN ${code} THEN '${name}'`).join(' ')} ELSE 'bad' END)`,
} as const
export type ObservationColumn = keyof typeof observationColumns

const operators: Record<Comparison, string> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' }
const calls: Record<FunctionName, (...of: string[]) => string> = {
  contains: (text, piece) => `(strpos(${text}, ${piece}) > 0)`,
  substringof: (piece, text) => `(strpos(${text}, ${piece}) > 0)`,
  startswith: (text, piece) => `starts_with(${text}, ${piece})`,
  endswith: (text, piece) => `(right(${text}, length(${piece})) = ${piece})`,
  tolower: (text) => `lower(${text})`,
  toupper: (text) => `upper(${text})`,
  ...Object.fromEntries((['year', 'month', 'day', 'hour', 'minute'] as const).map((part) => [part, (at: string) => `(extract(${part} FROM ${at} AT TIME ZONE 'UTC')::float8)`])) as Record<'year' | 'month' | 'day' | 'hour' | 'minute', (at: string) => string>,
  second: (at) => `(floor(extract(second FROM ${at} AT TIME ZONE 'UTC'))::float8)`,
}

/** SQL of a filter in which nothing but `observationColumns` is left unknown. */
export function observationFilterSql(expression: Expression, add: AddValue): string {
  const sql = (of: Expression): string => observationFilterSql(of, add)
  switch (expression.kind) {
    case 'literal': return literalSql(expression.type, expression.value, add)
    case 'property': return observationColumns[expression.path as ObservationColumn]
    case 'not': return `(NOT ${sql(expression.of)})`
    case 'and': return `(${expression.parts.map(sql).join(' AND ')})`
    case 'or': return `(${expression.parts.map(sql).join(' OR ')})`
    case 'call': return calls[expression.name](...expression.of.map(sql))
    case 'compare': {
      const { left, right, operator } = expression
      // Nothing here is null but the word itself.
      if (isNull(left) || isNull(right)) return operator === 'ne' ? 'true' : 'false'
      const order = operator === 'eq' || operator === 'ne' ? '' : textOrder(left) || textOrder(right)
      return `(${sql(left)}${order} ${operators[operator]} ${sql(right)}${order})`
    }
  }
}

const isNull = (expression: Expression): boolean => expression.kind === 'literal' && expression.value === null
/** Texts stand in the order of their bytes, whatever the database's language. */
const textOrder = (expression: Expression): string => {
  const isText = expression.kind === 'call' ? expression.name.startsWith('to') : expression.kind === 'literal' || expression.kind === 'property' ? expression.type === 'text' : false
  return isText ? ' COLLATE "C"' : ''
}

/** Instants beyond these are like them: nothing was measured there. */
const [earliestMs, latestMs] = [Date.UTC(1900, 0), Date.UTC(2200, 0)]
export const storableInstant = (ms: number): Date => new Date(Math.min(Math.max(ms, earliestMs), latestMs))

function literalSql(type: string, value: Value, add: AddValue): string {
  if (type === 'instant') return `${add(storableInstant(value as number))}::timestamptz`
  if (type === 'number') return `${add(value)}::float8`
  if (type === 'boolean') return value === true ? 'true' : 'false'
  return `${add(value)}::text`
}
