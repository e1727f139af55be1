import type { Expression } from '#domain/odata/expression'
import { ODataFault, shortened } from '#domain/odata/odata-fault'
import { parseExpression } from '#domain/odata/parse-expression'
import { parseExpand, parseNames, type QueryOption } from '#domain/odata/parse-options'
import { entityModel, type EntitySet } from './entity-model'
import { resolvePath } from './resolve-path'
import { optionFault, syntaxFault } from './sta-fault'

export const defaultTop = 100
export const mostTop = 1000
const mostSkip = 1_000_000
const deepestExpand = 4

/** What is asked of a set, or of one of its entities. */
export interface Query {
  filter: Expression | null
  orderBy: { path: string; descending: boolean }[]
  top: number
  skip: number
  count: boolean
  /** Null: everything. */
  select: string[] | null
  expand: { relation: string; query: Query }[]
  /** The options as they were written. */
  given: readonly QueryOption[]
}

const emptyQuery = (given: readonly QueryOption[] = []): Query => ({ given, filter: null, orderBy: [], top: defaultTop, skip: 0, count: false, select: null, expand: [] })
const ofOne = ['$select', '$expand']
const ofMany = ['$filter', '$top', '$skip', '$orderby', '$count', ...ofOne]

/** Options of an address. @throws ProblemError 400 for one that is unknown, given twice or faulty */
export function queryOfAddress(set: EntitySet, many: boolean, address: URLSearchParams): Query {
  return readQuery(set, many, [...address].map(([name, value]) => ({ name, value, at: 0 })), ({ name }) => name.slice(0, 40), 0)
}

function readQuery(set: EntitySet, many: boolean, options: QueryOption[], fieldOf: (option: QueryOption) => string, depth: number): Query {
  const query = emptyQuery(options)
  const known = many ? ofMany : ofOne
  const seen = new Set<string>()
  for (const option of options) {
    const field = fieldOf(option)
    if (!known.includes(option.name)) throw optionFault(field, `"${option.name.slice(0, 40)}" is no option here`, `Known are ${known.join(', ')}.`, depth === 0 ? undefined : option.at)
    if (seen.has(option.name)) throw optionFault(field, `${option.name} is given twice`, 'Give it once.', option.at)
    seen.add(option.name)
    try {
      readOption(set, query, option, field, depth)
    } catch (error) {
      throw error instanceof ODataFault ? syntaxFault(field, error) : error
    }
  }
  return query
}

function readOption(set: EntitySet, query: Query, { name, value, at }: QueryOption, field: string, depth: number): void {
  if (name === '$filter') query.filter = parseExpression(value, (path, position) => resolvePath(set, path, position), at)
  else if (name === '$top') query.top = whole(value, at, mostTop)
  else if (name === '$skip') query.skip = whole(value, at, mostSkip)
  else if (name === '$count') query.count = truth(value, at)
  else if (name === '$select') query.select = readSelect(set, value, at)
  else if (name === '$orderby') query.orderBy = parseNames(value, at).map((item) => readOrder(set, item))
  else for (const item of parseExpand(value, at)) addExpand(set, query, item.path.split('/'), item, field, depth)
}

function whole(text: string, at: number, most: number): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) > most) throw new ODataFault(at, `a whole number from 0 to ${most}`, shortened(text))
  return Number(text)
}

function truth(text: string, at: number): boolean {
  if (text !== 'true' && text !== 'false') throw new ODataFault(at, 'true or false', shortened(text))
  return text === 'true'
}

function readSelect(set: EntitySet, text: string, offset: number): string[] {
  const { properties, relations } = entityModel[set]
  const known = ['id', ...properties, ...Object.keys(relations)]
  return parseNames(text, offset).map(({ text: given, at }) => {
    const name = given === '@iot.id' ? 'id' : given
    if (!known.includes(name)) throw new ODataFault(at, `one of ${known.join(', ')}`, shortened(given))
    return name
  })
}

function readOrder(set: EntitySet, { text, at }: { text: string; at: number }): Query['orderBy'][number] {
  const [path = '', direction = 'asc', ...more] = text.split(/\s+/)
  if (more.length > 0 || (direction !== 'asc' && direction !== 'desc')) throw new ODataFault(at + path.length + 1, 'asc or desc', shortened(text.slice(path.length + 1)))
  return { path: resolvePath(set, path, at).path, descending: direction === 'desc' }
}

function addExpand(set: EntitySet, query: Query, [head = '', ...rest]: string[], item: { at: number; options: QueryOption[] }, field: string, depth: number): void {
  const { relations } = entityModel[set]
  if (!Object.hasOwn(relations, head)) throw new ODataFault(item.at, `one of ${Object.keys(relations).join(', ')}`, shortened(head))
  if (depth >= deepestExpand) throw new ODataFault(item.at, `at most ${deepestExpand} levels`, shortened(head))
  const { to, many } = relations[head]!
  const inner: Query = rest.length > 0 ? emptyQuery() : readQuery(to, many, item.options, () => field, depth + 1)
  if (rest.length > 0) addExpand(to, inner, rest, item, field, depth + 1)
  const known = query.expand.find(({ relation }) => relation === head)
  if (!known) query.expand.push({ relation: head, query: inner })
  else if (rest.length > 0) known.query.expand.push(...inner.expand)
  else throw new ODataFault(item.at, 'every relation once', shortened(head))
}
