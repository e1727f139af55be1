import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expression, Value, ValueType } from './expression'
import { foldExpression, isTrueOf } from './fold-expression'
import { ODataFault } from './odata-fault'
import { parseExpand } from './parse-options'
import { parseExpression } from './parse-expression'
import { parseResourcePath } from './parse-resource-path'

const types: Record<string, ValueType> = { name: 'text', result: 'number', at: 'instant', 'properties/depth_m': 'number' }
const resolve = (path: string, position: number) => {
  if (!Object.hasOwn(types, path)) throw new ODataFault(position, 'a known property', path)
  return { path, type: types[path]! }
}
const parse = (text: string): Expression => parseExpression(text, resolve)
const holds = (text: string, of: Record<string, Value>): boolean => isTrueOf(parse(text), (path) => of[path] ?? null)
const faultOf = (text: string): ODataFault => {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof ODataFault) return error
  }
  throw new Error(`no fault: ${text}`)
}

/** Words of the language in no order, and anything else. */
const words = fc.array(fc.constantFrom('name', 'result', 'at', 'properties/depth_m', 'eq', 'ge', 'and', 'or', 'not', '(', ')', ',', "'a''b'", "'", '1', '-2.5e3', '1e999', '2026-01-15T00:00:00Z', '2026-13-01', 'null', 'true', 'contains', 'year', 'constructor', '__proto__', '/', ';', '=', '$top', '$expand', 'Things', "('x')", '@iot.id', '🧊', '\u0000'), { maxLength: 25 }).map((of) => of.join(' '))
const anyText = fc.oneof(words, words.map((text) => text.replaceAll(' ', '')), fc.string({ unit: 'binary', maxLength: 60 }))

describe('the filter language', () => {
  it('throws nothing but its own fault, with a position inside the text, whatever is written', () => {
    fc.assert(fc.property(anyText, (text) => {
      for (const read of [parse, (of: string) => parseExpand(of, 0), parseResourcePath]) {
        try {
          read(text)
        } catch (error) {
          expect(error).toBeInstanceOf(ODataFault)
          expect((error as ODataFault).position).toBeLessThanOrEqual(text.length)
        }
      }
    }), { numRuns: 500 })
    for (const deep of [`${'('.repeat(1900)}1`, 'not '.repeat(990), `${'tolower('.repeat(400)}`, `true${' and true'.repeat(430)}`]) try { parse(deep) } catch (error) { expect(error).toBeInstanceOf(ODataFault) }
  })

  it('finds the same whether the values are known at once or one after another', () => {
    const value = fc.record({ name: fc.constantFrom('a', 'b', null), result: fc.constantFrom(-1, 0, 2, null), 'properties/depth_m': fc.constantFrom(0, 0.05, null) })
    const leaf = fc.constantFrom("name eq 'a'", "name ne 'a'", "contains(name,'a')", 'result gt 0', 'result le properties/depth_m', 'properties/depth_m eq null', 'properties/depth_m ne 0', 'true', "toupper(name) lt 'B'")
    const tree = fc.letrec<{ node: string }>((tie) => ({ node: fc.oneof({ depthSize: 'small' }, leaf, fc.tuple(tie('node'), fc.constantFrom('and', 'or'), tie('node')).map(([a, op, b]) => `(${a}) ${op} (${b})`), tie('node').map((of) => `not (${of})`)) })).node
    fc.assert(fc.property(tree, value, (text, of) => {
      const whole = isTrueOf(parse(text), (path) => of[path as 'name'])
      const nameKnown = foldExpression(parse(text), (path) => (path === 'name' ? of.name : undefined))
      expect(isTrueOf(nameKnown, (path) => of[path as 'name'])).toBe(whole)
    }), { numRuns: 200 })
  })

  it('knows precedence, null and its functions', () => {
    const row = { name: "Xu'e Road", result: -3.5, at: Date.UTC(2026, 0, 15, 8, 30), 'properties/depth_m': null }
    for (const text of [
      "name eq 'Xu''e Road'", 'result lt 0 or result gt 5 and false', 'not (result ge 0) and true', 'properties/depth_m eq null', 'not (properties/depth_m ge 0)', 'at ge 2026-01-15T16:30:00+08:00', 'year(at) eq 2026 and minute(at) eq 30',
      "substringof('Road',name)", "startswith(tolower(name),'xu')", "endswith(name,'Road')", '(contains(name,\'e\')) eq true', 'result ne null',
    ]) expect(holds(text, row), text).toBe(true)
    for (const text of ['properties/depth_m eq 0', 'properties/depth_m lt 1', 'result eq null', "name eq 'xu''e road'"]) expect(holds(text, row), text).toBe(false)
  })

  it('says where a fault is and what was expected', () => {
    expect(faultOf('result gt ').position).toBe(10)
    expect(faultOf("result gt 'a'")).toMatchObject({ position: 10, expected: expect.stringContaining('a number') })
    expect(faultOf("at gt '2026-01-15T00:00:00Z'").expected).toContain('without quotes')
    expect(faultOf('at gt 2026-02-30T00:00:00Z')).toMatchObject({ position: 6, expected: expect.stringContaining('instant') })
    expect(faultOf('depth gt 1')).toMatchObject({ position: 0, found: 'depth' })
    expect(faultOf('result gt 1 result')).toMatchObject({ position: 12, expected: 'and, or, or the end' })
    expect(faultOf("geo.distance(name,'x') lt 1").expected).toContain('contains')
    expect(faultOf('name').expected).toContain('a condition')
  })
})
