import type { Fold, Scalar } from './filter'
import { FilterFault, quoted } from './filter-fault'
import type { ColumnType, ColumnValue, FilterColumn, FilterSource } from './filter-source'
import { instantLiteral } from './instant-literal'

export type BoundScalar = FilterColumn

const folded: Record<Fold, (text: string) => string> = {
  casei: (text) => text.toLowerCase(),
  accenti: (text) => text.normalize('NFD').replace(/\p{M}+/gu, '').normalize('NFC'),
}

const constant = (type: ColumnType, value: ColumnValue): BoundScalar => ({ type, value: () => value })

/** @param wanted type of what it is compared with: a text in quotes is read as an instant there */
export function bindScalar(scalar: Scalar, source: FilterSource, wanted?: ColumnType): BoundScalar {
  switch (scalar.is) {
    case 'property': return columnOf(scalar, source)
    case 'number': return constant('number', scalar.value)
    case 'boolean': return constant('boolean', scalar.value)
    case 'instant': return constant('instant', scalar.fromMs)
    case 'text': return wanted === 'instant' ? constant('instant', instantLiteral(scalar.value, 'either', scalar.at).fromMs) : constant('text', scalar.value)
    case 'fold': {
      const of = bindScalar(scalar.of, source)
      if (of.type !== 'text') throw new FilterFault(scalar.of.at, `a text in ${scalar.fold.toUpperCase()}()`, `a ${of.type}`)
      const fold = folded[scalar.fold]
      return { type: 'text', value: (feature) => { const value = of.value(feature); return value === null ? null : fold(value as string) } }
    }
  }
}

export function columnOf({ name, at }: { name: string; at: number }, source: FilterSource): FilterColumn {
  const column = source.columns.get(name)
  if (column) return column
  if (source.geometryNames.includes(name)) throw new FilterFault(at, 'a property that is no geometry', quoted(name))
  throw new FilterFault(at, `one of ${[...source.columns.keys()].join(', ')}`, quoted(name))
}
