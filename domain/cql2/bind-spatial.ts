import { liesWithin, shapesMeet } from '../geo/relate-shapes'
import { PreparedShape, type Shape } from '../geo/shape'
import type { BoundFilter } from './bind-filter'
import type { Filter, Place, SpatialOperator } from './filter'
import { FilterFault, quoted } from './filter-fault'
import type { FilterSource, LocateFigure } from './filter-source'

/** Seen from the other side. */
const turned: Record<SpatialOperator, SpatialOperator> = { s_intersects: 's_intersects', s_disjoint: 's_disjoint', s_within: 's_contains', s_contains: 's_within' }

/** One side names the features' geometry, the other is a figure. @throws FilterFault */
export function bindSpatial(filter: Filter & { is: 'spatial' }, source: FilterSource, locate: LocateFigure): BoundFilter {
  const { left, right } = filter
  for (const side of [left, right]) if (side.is === 'property' && !source.geometryNames.includes(side.name)) throw new FilterFault(side.at, `the geometry (${source.geometryNames.join(', ')})`, quoted(side.name))
  if ((left.is === 'property') === (right.is === 'property')) throw new FilterFault(right.at, left.is === 'property' ? 'a figure' : `the geometry (${source.geometryNames.join(', ')})`, left.is === 'property' ? 'the geometry again' : 'a second figure')
  const figure = (left.is === 'property' ? right : left) as Exclude<Place, { is: 'property' }>
  const operator = left.is === 'property' ? filter.operator : turned[filter.operator]
  const shape = locate(figure)
  const prepared = new PreparedShape(shape)
  if (operator === 's_within' && shape.kind !== 'area') throw new FilterFault(figure.at, 'a polygon around the features', `a ${shape.kind}`)
  const { shape: shapeOf } = source
  const of = (test: (shape: Shape) => boolean) => (feature: number): boolean | null => { const own = shapeOf(feature); return own ? test(own) : null }
  switch (operator) {
    case 's_intersects': return { test: of((own) => shapesMeet(own, prepared)), box: prepared.box }
    case 's_disjoint': return { test: of((own) => !shapesMeet(own, prepared)), box: null }
    case 's_within': return { test: of((own) => liesWithin(own, prepared)), box: prepared.box }
    case 's_contains': return { test: of((own) => own.kind === 'area' && liesWithin(shape, new PreparedShape(own))), box: prepared.box }
  }
}
