import fc from 'fast-check'

/** As much of a JSON schema as zod-openapi writes. */
interface Schema {
  type?: string | string[]; enum?: unknown[]; const?: unknown; anyOf?: Schema[]; oneOf?: Schema[]; allOf?: Schema[]; $ref?: string
  items?: Schema; prefixItems?: Schema[]; properties?: Record<string, Schema>; required?: string[]; additionalProperties?: Schema | boolean
  minimum?: number; maximum?: number; minLength?: number; maxLength?: number; minItems?: number; maxItems?: number; format?: string
}
interface Parameter { name: string; in: 'path' | 'query' | 'header' | 'cookie'; required?: boolean; schema?: Schema }
interface Operation { parameters?: Parameter[]; requestBody?: { content: Record<string, { schema?: Schema }> } }
export interface OpenApi { paths: Record<string, Record<string, Operation>> }

export interface FuzzRequest { method: string; route: string; path: string; headers: Record<string, string>; body: string | null }

/** What breaks parsers, databases and clocks. */
const nasty = fc.constantFrom<unknown>(
  null, '', ' ', '\u0000', 'a\u0000b', '\ud800', '🧊'.repeat(40), "'; DROP TABLE loops; --", '../../etc/passwd', '%', '%00', '%zz', '9'.repeat(400), 'x'.repeat(5000), 'NaN', '-0', '1e400', '0x10', 'true', '__proto__', 'constructor',
  0, -1, 1.5, 1e15, 1e308, -1e308, 2 ** 31, 2 ** 63, Number.MIN_VALUE, true, false, [], {}, [[]], [null], { __proto__: null, constructor: 1 },
  '2026-01-10T12:00:00Z', '2026-13-45T99:99:99Z', '+275760-09-13T00:00:00.000Z', '-271821-04-20T00:00:00.000Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '1970-01-01',
)
const instants = fc.constantFrom('2026-11-23T09:00:00Z', '2026-11-23T10:00:00+08:00', '2026-11-24T00:00:00Z')

/** A value of the schema, or now and then one that is not. @param known words that mean something in the city under test */
function valueOf(schema: Schema | undefined, known: readonly string[], depth: number): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: soundValueOf(schema, known, depth) }, { weight: 1, arbitrary: nasty })
}

function soundValueOf(schema: Schema | undefined, known: readonly string[], depth: number): fc.Arbitrary<unknown> {
  if (!schema || depth > 6) return nasty
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const parts = schema.anyOf ?? schema.oneOf
  if (parts) return fc.oneof(...parts.map((part) => valueOf(part, known, depth + 1)))
  if (schema.allOf) return fc.tuple(...schema.allOf.map((part) => valueOf(part, known, depth + 1))).map((values) => Object.assign({}, ...values) as unknown)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'integer' || type === 'number') {
    const [min, max] = [Math.max(schema.minimum ?? -1000, -1e6), Math.min(schema.maximum ?? 1000, 1e6)]
    return type === 'integer' ? fc.integer({ min: Math.ceil(min), max: Math.floor(max) }) : fc.double({ min, max, noNaN: true })
  }
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (type === 'array') {
    if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map((item) => valueOf(item, known, depth + 1)))
    return fc.array(valueOf(schema.items, known, depth + 1), { minLength: Math.min(schema.minItems ?? 0, 5), maxLength: Math.max(Math.min(schema.minItems ?? 0, 5), 6) })
  }
  if (type === 'object' || schema.properties) {
    const required = schema.required ?? []
    const shape = Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, of]) => [name, valueOf(of, known, depth + 1)]))
    const named = fc.record(shape, { requiredKeys: required.filter((name) => name in shape) })
    return typeof schema.additionalProperties === 'object' ? fc.tuple(named, fc.dictionary(fc.string({ maxLength: 8 }), valueOf(schema.additionalProperties, known, depth + 1), { maxKeys: 3 })).map(([a, b]) => ({ ...b, ...a })) : named
  }
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 2, arbitrary: instants }, { weight: 3, arbitrary: fc.string({ unit: 'grapheme', minLength: schema.minLength ?? 0, maxLength: Math.max(schema.minLength ?? 0, Math.min(schema.maxLength ?? 30, 60)) }) })
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? 'undefined')
/** A lone surrogate cannot be written in an address at all; half an escape can. */
const encoded = (value: unknown): string => { try { return encodeURIComponent(text(value)) } catch { return '%ED%A0%80' } }
/** Only what a header may hold ever reaches the server. */
const headerText = (value: unknown): string => text(value).replace(/[^\x21-\x7e]/g, '').slice(0, 200)

/** Requests for one operation of the document: mostly as it describes them, now and then not. */
export function requestsOf(route: string, method: string, operation: Operation, known: readonly string[]): fc.Arbitrary<FuzzRequest> {
  const parameters = operation.parameters ?? []
  const values = fc.tuple(...parameters.map((parameter) => {
    const value = parameter.name === 'idempotency-key' ? fc.oneof({ weight: 4, arbitrary: fc.stringMatching(/^[\w-]{8,20}$/) }, { weight: 1, arbitrary: nasty }) : valueOf(parameter.schema, known, 0)
    return parameter.in === 'path' ? value : fc.option(value, { freq: parameter.required ? 20 : 2, nil: undefined })
  }))
  const json = operation.requestBody?.content['application/json']
  const body = !operation.requestBody ? fc.constant(null)
    : fc.oneof({ weight: 8, arbitrary: valueOf(json?.schema, known, 0).map((value) => JSON.stringify(value) ?? '') }, { weight: 1, arbitrary: nasty.map(text) }, { weight: 1, arbitrary: fc.constantFrom('', '{', '{"a":', '[1,2', 'null', `${'['.repeat(2000)}${']'.repeat(2000)}`, '{"a":1}{"b":2}', '\ufeff{}') })
  const type = fc.oneof({ weight: 12, arbitrary: fc.constant('application/json') }, { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16', 'multipart/form-data; boundary=x') })
  return fc.tuple(values, body, type).map(([given, content, contentType]) => {
    let path = route
    const query: string[] = []
    const headers: Record<string, string> = content === null ? {} : { 'content-type': contentType }
    parameters.forEach((parameter, i) => {
      const value = given[i]
      if (value === undefined) return
      if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encoded(value))
      else if (parameter.in === 'query') query.push(`${parameter.name}=${encoded(value)}`)
      else if (parameter.in === 'header') headers[parameter.name] = headerText(value)
    })
    return { method: method.toUpperCase(), route, path: query.length > 0 ? `${path}?${query.join('&')}` : path, headers, body: content }
  })
}
