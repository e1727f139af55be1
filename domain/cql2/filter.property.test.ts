import fc from 'fast-check'
import { expect, it } from 'vitest'
import { comparisonOperators, spatialOperators, temporalOperators, type Filter, type Period, type Place, type Scalar } from './filter'
import { FilterFault } from './filter-fault'
import { instantLiteral } from './instant-literal'
import { parseFilterJson } from './parse-filter-json'
import { parseFilterText } from './parse-filter-text'
import { writeFilterJson, writeFilterText } from './write-filter'

const at = 0
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value))
const name = fc.oneof(fc.constantFrom('kind', 'name_en', '温度', 'and', 'a b', 'x"y', 'Z', 'POINT'), fc.string({ minLength: 1, unit: 'grapheme' }))
const property = name.map((value) => ({ is: 'property' as const, name: value, at }))
const instant = fc.constantFrom('2026-01-31', '2026-01-31T06:00:00Z', '2026-01-31T06:00:00.250+08:00').map((text) => instantLiteral(text, 'either', at))
const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom("it's", '\\', "'", '', '100%')).map((value) => ({ is: 'text' as const, value, at }))
const folded = <T extends Scalar>(of: fc.Arbitrary<T>): fc.Arbitrary<Scalar> => fc.oneof(of, fc.tuple(fc.constantFrom('casei', 'accenti'), of).map(([fold, inner]) => ({ is: 'fold' as const, fold, of: inner, at })))
const scalar: fc.Arbitrary<Scalar> = fc.oneof(property, text, finite.map((value) => ({ is: 'number' as const, value, at })), fc.boolean().map((value) => ({ is: 'boolean' as const, value, at })), instant, folded(fc.oneof(property, text)))
const position = fc.oneof(fc.tuple(finite, finite), fc.tuple(finite, finite, finite))
const line = fc.array(position, { minLength: 1, maxLength: 3 })
const lines = fc.array(line, { minLength: 1, maxLength: 2 })
const figure: fc.Arbitrary<Place> = fc.oneof(
  position.map((coordinates) => ({ is: 'figure' as const, type: 'Point' as const, coordinates, at })),
  line.chain((coordinates) => fc.constantFrom('MultiPoint' as const, 'LineString' as const).map((type) => ({ is: 'figure' as const, type, coordinates, at }))),
  lines.chain((coordinates) => fc.constantFrom('MultiLineString' as const, 'Polygon' as const).map((type) => ({ is: 'figure' as const, type, coordinates, at }))),
  fc.array(lines, { minLength: 1, maxLength: 2 }).map((coordinates) => ({ is: 'figure' as const, type: 'MultiPolygon' as const, coordinates, at })),
  fc.oneof(fc.tuple(finite, finite, finite, finite), fc.tuple(finite, finite, finite, finite, finite, finite)).map((bounds) => ({ is: 'box' as const, bounds, at })),
)
const end = fc.oneof(fc.constant(null), property, instant)
const period: fc.Arbitrary<Period> = fc.oneof(property, instant, fc.tuple(end, end).map(([from, to]) => ({ is: 'interval' as const, from, to, at })))
const filter = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof({ maxDepth: 4 },
    fc.tuple(fc.constantFrom(...comparisonOperators), scalar, scalar).map(([operator, left, right]): Filter => ({ is: 'comparison', operator, left, right, at })),
    fc.boolean().map((value): Filter => ({ is: 'constant', value, at })),
    name.map((value): Filter => ({ is: 'isNull', name: value, at })),
    fc.tuple(scalar, folded(text)).map(([value, pattern]): Filter => ({ is: 'like', value, pattern, at })),
    fc.tuple(scalar, scalar, scalar).map(([value, low, high]): Filter => ({ is: 'between', value, low, high, at })),
    fc.tuple(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 })).map(([value, list]): Filter => ({ is: 'in', value, list, at })),
    fc.tuple(fc.constantFrom(...spatialOperators), fc.oneof(property, figure), fc.oneof(property, figure)).map(([operator, left, right]): Filter => ({ is: 'spatial', operator, left, right, at })),
    fc.tuple(fc.constantFrom(...temporalOperators), period, period).map(([operator, left, right]): Filter => ({ is: 'temporal', operator, left, right, at })),
    tie('filter').map((part): Filter => ({ is: 'not', part, at })),
    fc.tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('filter'), { minLength: 2, maxLength: 3 })).map(([is, parts]): Filter => ({ is, parts, at })),
  ),
})).filter

/** A tree without its places. */
const bare = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'at' ? undefined : inner)))

it('text and JSON say the same, and are read back as they were written', () => {
  fc.assert(fc.property(filter, (tree) => {
    expect(bare(parseFilterText(writeFilterText(tree)))).toEqual(bare(tree))
    expect(bare(parseFilterJson(JSON.stringify(writeFilterJson(tree))))).toEqual(bare(tree))
  }), { numRuns: 300 })
})

const words = fc.array(fc.oneof(fc.constantFrom('(', ')', ',', 'AND', 'OR', 'NOT', '=', '<>', 'kind', "'a'", "'", '"', '1e999', '-', '1', 'S_INTERSECTS(', 'POINT(', 'BBOX(', 'T_DURING(', 'INTERVAL(', "DATE('2026-13-01')", 'LIKE', 'IN', 'IS', 'NULL', 'CASEI(', 'BETWEEN', 'Z', '{', '[', '"op":', '"args":', ':', ' '), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 40 }).map((list) => list.join(' '))

it.each([['text', parseFilterText], ['JSON', parseFilterJson]] as const)('whatever is read as %s: a tree, or a fault that lies in the text', (_, parse) => {
  fc.assert(fc.property(fc.oneof(words, filter.map((tree) => JSON.stringify(writeFilterJson(tree))).chain((json) => fc.nat(json.length).map((cut) => json.slice(0, cut)))), (source) => {
    try {
      parse(source)
    } catch (error) {
      expect(error).toBeInstanceOf(FilterFault)
      expect((error as FilterFault).position).toBeGreaterThanOrEqual(0)
      expect((error as FilterFault).position).toBeLessThanOrEqual(source.length)
    }
  }), { numRuns: 600 })
})

it.each([
  ['deep text', () => parseFilterText('('.repeat(5000)), 32], ['deep NOT', () => parseFilterText('NOT '.repeat(5000)), 128],
  ['deep JSON', () => parseFilterJson('[{"op":'.repeat(5000)), undefined], ['deep operators', () => parseFilterJson('{"op":"not","args":['.repeat(5000)), undefined],
  ['a long text', () => parseFilterText(`name = '${'x'.repeat(70_000)}'`), 65_536], ['many points', () => parseFilterText(`S_INTERSECTS(geom, LINESTRING(${Array(6000).fill('1 2').join(',')}))`), undefined],
  ['many points in JSON', () => parseFilterJson(`{"op":"s_intersects","args":[{"property":"geom"},{"type":"LineString","coordinates":[${Array(5500).fill('[1,2]').join(',')}]}]}`), undefined],
  ['many conditions', () => parseFilterText(Array(300).fill('a = 1').join(' OR ')), undefined], ['many conditions in JSON', () => parseFilterJson(`{"op":"or","args":[${Array(500).fill('true').join(',')}]}`), undefined],
  ['many items', () => parseFilterText(`a IN (${Array(2000).fill('1').join(',')})`), undefined],
])('refuses %s', (_, parse, position) => {
  try {
    parse()
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(FilterFault)
    if (position !== undefined) expect((error as FilterFault).position).toBe(position)
  }
})

it.each([
  ["kind = 'road' AND", 17, 'a condition'], ["kind == 'road'", 6, 'a property'], ['a LIKE 5', 7, 'a pattern'], ["a = 'x", 4, "a closing '"], ["S_INTERSECTS(geom, POINT(1))", 26, 'a second coordinate'],
  ["T_AFTER(a, TIMESTAMP('2026-01-01'))", 21, 'an instant'], ['a = 1 b = 2', 6, 'AND, OR'], ['x ~ 1', 2, 'a name, a number'], ['a NOT 1', 6, 'BETWEEN, IN or LIKE'],
])('%s: says where and what was expected', (source, position, expected) => {
  const fault = (() => { try { return parseFilterText(source) } catch (error) { return error } })() as FilterFault
  expect([fault.position, fault.expected]).toEqual([position, expect.stringContaining(expected)])
})

it.each([
  ['{"op":"and","args":[true]}', 19, 'at least 2'], ['{"op":"s_buffer","args":[]}', 6, 'one of and'], ['{"op":"=","args":[{"property":1},2]}', 30, '{"property"'], ['{"op":"=","args":[1 2]}', 20, '"," or "]"'],
])('%s: says where and what was expected', (source, position, expected) => {
  const fault = (() => { try { return parseFilterJson(source) } catch (error) { return error } })() as FilterFault
  expect([fault.position, fault.expected]).toEqual([position, expect.stringContaining(expected)])
})
