import { shapesMeet } from '#domain/geo/relate-shapes'
import { PreparedShape } from '#domain/geo/shape'
import type { FeatureTable } from './feature-table'
import { boundFilters, type ItemsQuery } from './items-query'

/** The numbers of the features that an answer is made of, in order. */
export interface Selection { count: number; at(place: number): number }

/** Everything that matches a query, before it is cut into pages. @throws ProblemError 400 for a filter that does not fit the features */
export function selectFeatures(table: FeatureTable, query: ItemsQuery): Selection {
  const filters = boundFilters(query, table)
  const box = query.box && new PreparedShape(query.box)
  const { packed, isOf, shape } = table
  if (!box && filters.length === 0 && !isOf) return { count: packed.count, at: (place) => place }
  let [west, south, east, north] = [-Infinity, -Infinity, Infinity, Infinity]
  for (const bounds of [box?.box, ...filters.map((filter) => filter.box)]) {
    if (!bounds) continue
    west = Math.max(west, bounds[0])
    south = Math.max(south, bounds[1])
    east = Math.min(east, bounds[2])
    north = Math.min(north, bounds[3])
  }
  const isLocal = west > -Infinity
  const candidates = isLocal ? packed.index.search(west, south, east, north) : null
  const { boxes } = packed
  const isSimpleBox = query.box !== null && query.isBoxPlain && query.box.to === 1
  const inBox = (feature: number): boolean => {
    const at = 4 * feature
    if (isSimpleBox && boxes[at]! >= box!.box[0] && boxes[at + 1]! >= box!.box[1] && boxes[at + 2]! <= box!.box[2] && boxes[at + 3]! <= box!.box[3]) return true
    const own = shape(feature)
    return own !== null && shapesMeet(own, box!)
  }
  const matches = new Uint32Array(candidates?.length ?? packed.count)
  let count = 0
  for (let c = 0; c < matches.length; c++) {
    const feature = candidates ? candidates[c]! : c
    if (box && !inBox(feature)) continue
    if (isOf && !isOf(feature)) continue
    if (filters.every(({ test }) => test(feature) === true)) matches[count++] = feature
  }
  return { count, at: (place) => matches[place]! }
}
