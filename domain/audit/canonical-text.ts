/**
 * The one text of a value, so that its hash is the same wherever it is computed (RFC 8785's form, docs/audit.md): members in the order of their
 * names' UTF-16 units, no spaces, numbers as ECMAScript prints them (-0 as 0), instants as UTC text with milliseconds, bigints as text.
 * A member that is undefined is left out. What JSON or the database cannot hold is told in words rather than lost: NaN and infinities as text,
 * NUL and half surrogates as U+FFFD.
 * @throws TypeError for a function, a symbol or nesting deeper than 64
 */
export function canonicalText(value: unknown, depth = 0): string {
  if (depth > 64) throw new TypeError('nested deeper than 64')
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : JSON.stringify(String(value))
  if (typeof value === 'bigint') return JSON.stringify(String(value))
  if (typeof value === 'string') return JSON.stringify(storable(value))
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} has no text`)
  if (value instanceof Date) return JSON.stringify(Number.isFinite(value.getTime()) ? value.toISOString() : 'Invalid Date')
  if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item, depth + 1)).join(',')}]`
  const members = new Map<string, string>()
  for (const [name, member] of Object.entries(value)) if (member !== undefined) members.set(storable(name), canonicalText(member, depth + 1))
  return `{${[...members.keys()].sort(byUnits).map((name) => `${JSON.stringify(name)}:${members.get(name)}`).join(',')}}`
}

const byUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** PostgreSQL's jsonb takes neither NUL nor half of a surrogate pair. */
const storable = (text: string): string => text.replace(/\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
