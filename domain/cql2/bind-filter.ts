import { bindPeriod } from './bind-period'
import { bindScalar, type BoundScalar } from './bind-scalar'
import { bindSpatial } from './bind-spatial'
import type { ComparisonOperator, Filter, Scalar } from './filter'
import { FilterFault, quoted } from './filter-fault'
import type { ColumnValue, FilterSource, LocateFigure } from './filter-source'
import { likePattern } from './like-pattern'
import { temporalRelations } from './temporal-relation'

/** What a filter says of a feature; null where something is not known that decides it. */
export type Verdict = boolean | null

export interface BoundFilter {
  test(feature: number): Verdict
  /** A box that holds every feature of which the verdict can be true; null where there is none to be named. */
  box: readonly [west: number, south: number, east: number, north: number] | null
}

/**
 * Ties a filter to the features it is held against: names and types are judged once, then each feature is one call.
 * Three-valued as in SQL: what is not known is neither true nor false, and only true passes.
 * @throws FilterFault for a name that is not there or values that cannot be compared
 */
export function bindFilter(filter: Filter, source: FilterSource, locate: LocateFigure): BoundFilter {
  const bind = (part: Filter): BoundFilter => bindFilter(part, source, locate)
  switch (filter.is) {
    case 'constant': return { test: () => filter.value, box: null }
    case 'not': {
      const { test } = bind(filter.part)
      return { test: (feature) => { const verdict = test(feature); return verdict === null ? null : !verdict }, box: null }
    }
    case 'and': {
      const parts = filter.parts.map(bind)
      return { test: all(parts.map(({ test }) => test), false), box: parts.reduce<BoundFilter['box']>((box, part) => common(box, part.box), null) }
    }
    case 'or': {
      const parts = filter.parts.map(bind)
      return { test: all(parts.map(({ test }) => test), true), box: parts.every(({ box }) => box) ? parts.map(({ box }) => box!).reduce(around) : null }
    }
    case 'isNull': return { test: bindIsNull(filter, source), box: null }
    case 'spatial': return bindSpatial(filter, source, locate)
    case 'temporal': {
      const [left, right] = [bindPeriod(filter.left, source), bindPeriod(filter.right, source)]
      const relation = temporalRelations[filter.operator]
      return { test: (feature) => { const [a, b] = [left(feature), right(feature)]; return a && b ? relation(a, b) : null }, box: null }
    }
    default: return { test: bindCondition(filter, source), box: null }
  }
}

/** AND is false as soon as one part is false, OR true as soon as one is true; else unknown if one is unknown. */
function all(tests: ((feature: number) => Verdict)[], decides: boolean): (feature: number) => Verdict {
  return (feature) => {
    let verdict: Verdict = !decides
    for (let i = 0; i < tests.length; i++) {
      const part = tests[i]!(feature)
      if (part === decides) return decides
      if (part === null) verdict = null
    }
    return verdict
  }
}

type Box = NonNullable<BoundFilter['box']>
const common = (a: Box | null, b: Box | null): Box | null => (a && b ? [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])] : a ?? b)
const around = (a: Box, b: Box): Box => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]

function bindIsNull(filter: Filter & { is: 'isNull' }, source: FilterSource): (feature: number) => Verdict {
  if (source.geometryNames.includes(filter.name)) return (feature) => source.shape(feature) === null
  const { value } = bindScalar({ is: 'property', name: filter.name, at: filter.at }, source)
  return (feature) => value(feature) === null
}

const compares: Record<ComparisonOperator, (a: NonNullable<ColumnValue>, b: NonNullable<ColumnValue>) => boolean> = {
  '=': (a, b) => a === b, '<>': (a, b) => a !== b, '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b,
}

/** Binds what is compared with `against`: a text in quotes is an instant where the other side is one. */
const bindAgainst = (scalar: Scalar, against: Scalar, source: FilterSource): BoundScalar => {
  const type = against.is === 'property' ? source.columns.get(against.name)?.type : against.is === 'instant' ? 'instant' : undefined
  return bindScalar(scalar, source, type)
}

function sameType(left: BoundScalar, right: BoundScalar, at: number): void {
  if (left.type !== right.type) throw new FilterFault(at, `${article(left.type)} to compare with ${article(left.type)}`, article(right.type))
}
const article = (type: string): string => `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`

function bindCondition(filter: Filter & { is: 'comparison' | 'between' | 'in' | 'like' }, source: FilterSource): (feature: number) => Verdict {
  if (filter.is === 'comparison') {
    const [left, right] = [bindAgainst(filter.left, filter.right, source), bindAgainst(filter.right, filter.left, source)]
    sameType(left, right, filter.right.at)
    const compare = compares[filter.operator]
    return (feature) => { const [a, b] = [left.value(feature), right.value(feature)]; return a === null || b === null ? null : compare(a, b) }
  }
  const value = bindScalar(filter.value, source)
  if (filter.is === 'between') {
    const [low, high] = [bindAgainst(filter.low, filter.value, source), bindAgainst(filter.high, filter.value, source)]
    if (value.type !== 'number' && value.type !== 'instant') throw new FilterFault(filter.value.at, 'a number or an instant before BETWEEN', article(value.type))
    sameType(value, low, filter.low.at)
    sameType(value, high, filter.high.at)
    return (feature) => { const [a, b, c] = [value.value(feature), low.value(feature), high.value(feature)]; return a === null || b === null || c === null ? null : a >= b && a <= c }
  }
  if (filter.is === 'in') {
    const list = filter.list.map((item) => {
      const bound = bindAgainst(item, filter.value, source)
      sameType(value, bound, item.at)
      return bound
    })
    if (filter.list.every((item) => item.is !== 'property' && item.is !== 'fold')) {
      const values = new Set(list.map((item) => item.value(0)))
      return (feature) => { const a = value.value(feature); return a === null ? null : values.has(a) }
    }
    return (feature) => {
      const a = value.value(feature)
      if (a === null) return null
      let verdict: Verdict = false
      for (const item of list) {
        const b = item.value(feature)
        if (a === b) return true
        if (b === null) verdict = null
      }
      return verdict
    }
  }
  if (value.type !== 'text') throw new FilterFault(filter.value.at, 'a text before LIKE', article(value.type))
  const pattern = bindScalar(filter.pattern, source)
  const words = pattern.value(0)
  if (typeof words !== 'string') throw new FilterFault(filter.pattern.at, 'a pattern', quoted(String(words)))
  const matches = likePattern(words)
  return (feature) => { const a = value.value(feature); return a === null ? null : matches(a as string) }
}
