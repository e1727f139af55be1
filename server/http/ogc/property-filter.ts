import type { Filter, Scalar } from '#domain/cql2/filter'
import { FilterFault } from '#domain/cql2/filter-fault'
import { instantLiteral } from '#domain/cql2/instant-literal'
import type { PropertySpec } from './collection'
import { filterProblem, parameterFault } from './ogc-fault'

/** A parameter named like a property: the value it must have. @throws ProblemError 400 */
export function propertyFilter({ name, type }: Pick<PropertySpec, 'name' | 'type'>, text: string): Filter {
  return { is: 'comparison', operator: '=', left: { is: 'property', name, at: 0 }, right: valueOf(name, type, text), at: 0 }
}

function valueOf(name: string, type: PropertySpec['type'], text: string): Scalar {
  const refuse = (expected: string) => parameterFault({ field: name, position: 0, reason: `"${text.slice(0, 60)}" is no ${expected}`, remedy: `Give a ${expected}; for more than equality use filter.` })
  if (type === 'text') return { is: 'text', value: text, at: 0 }
  if (type === 'number') {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (!Number.isFinite(value)) throw refuse('number')
    return { is: 'number', value, at: 0 }
  }
  if (type === 'boolean') {
    if (text !== 'true' && text !== 'false') throw refuse('true or false')
    return { is: 'boolean', value: text === 'true', at: 0 }
  }
  try {
    return instantLiteral(text, 'either', 0)
  } catch (error) {
    throw error instanceof FilterFault ? filterProblem(name, error) : error
  }
}
