import { bindFilter } from '#domain/cql2/bind-filter'
import { FilterFault } from '#domain/cql2/filter-fault'
import type { Services } from '../services'
import { askedTime } from './asked-time'
import { crs84 } from './coordinate-systems'
import { featureTable } from './feature-table'
import { parsedFilter } from './items-query'
import { figureLocator } from './locate-figure'
import { filterProblem } from './ogc-fault'
import { segmentsCollection } from './segments-collection'

/**
 * The judge of /ogc/collections/segments for another route: whether a segment, as it is now, matches a filter. Only what is true matches.
 * @param filter CQL2 text, or JSON as an object (a fault's place is then one in its shortest writing) or as a text
 * @throws ProblemError 400 with the place of the fault
 */
export async function segmentFilter(services: Services, filter: string | Record<string, unknown>): Promise<(id: string) => boolean> {
  const text = typeof filter === 'string' ? filter : JSON.stringify(filter)
  const parsed = parsedFilter(text, /^\s*[{]/.test(text) ? 'cql2-json' : 'cql2-text')
  const table = await featureTable(segmentsCollection, services, askedTime(undefined, services.clock.now().getTime()))
  try {
    const { test } = bindFilter(parsed, table, figureLocator(crs84))
    return (id) => {
      const feature = table.packed.numberOf.get(id)
      return feature !== undefined && test(feature) === true
    }
  } catch (error) {
    throw error instanceof FilterFault ? filterProblem('filter', error) : error
  }
}
