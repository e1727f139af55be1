import type { Value } from '#domain/odata/expression'
import { isTrueOf } from '#domain/odata/fold-expression'
import { countObservations, loadObservations } from '#server/store/observations'
import type { Services } from '../services'
import { valueOf, type Entity } from './entity-model'
import { judgeObservations } from './judge-observations'
import { observationEntity } from './observation-entity'
import type { Query } from './read-query'
import { tooMuch } from './sta-fault'

export interface Page { entities: Entity[]; /** Null where it was not asked for. */ count: number | null; more: boolean }

/** A page of what stands in memory, in its own order where none is asked for. */
export function pageOfEntities(entities: readonly Entity[], { filter, orderBy, skip, top, count }: Query): Page {
  const chosen = filter ? entities.filter((entity) => isTrueOf(filter, (path) => valueOf(entity, path))) : [...entities]
  if (orderBy.length > 0) chosen.sort((a, b) => {
    for (const { path, descending } of orderBy) {
      const order = orderOf(valueOf(a, path), valueOf(b, path))
      if (order !== 0) return descending ? -order : order
    }
    return 0
  })
  return { entities: chosen.slice(skip, skip + top), count: count ? chosen.length : null, more: chosen.length > skip + top && top > 0 }
}

/** What has no value stands before what has one. */
function orderOf(a: Value, b: Value): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? -1 : 1
  return a < b ? -1 : 1
}

/** Most observations of one answer. */
const mostObservations = 10_000

/** A page of the observations of some datastreams together, newest first where nothing else is asked for. @throws ProblemError 400 */
export async function pageOfObservations(services: Services, datastreams: readonly Entity[], query: Query): Promise<Page> {
  const { parts, orderBy } = judgeObservations(services, datastreams, query)
  const rows = await loadObservations(services.db, { parts, orderBy, skip: query.skip, top: query.top === 0 ? 0 : query.top + 1, page: 'together' })
  const byId = new Map(datastreams.map((datastream) => [datastream.id, datastream]))
  const counts = query.count ? await countObservations(services.db, parts) : null
  return {
    entities: rows.slice(0, query.top).map((row) => observationEntity(row, byId.get(row.sensorId)!)), more: rows.length > query.top,
    count: counts && [...counts.values()].reduce((sum, n) => sum + n, 0),
  }
}

/** The same of each datastream for itself. */
export async function pagesOfObservations(services: Services, datastreams: readonly Entity[], query: Query): Promise<Map<string, Page>> {
  if (datastreams.length * query.top > mostObservations) throw tooMuch(`up to ${datastreams.length * query.top} observations of ${datastreams.length} datastreams, at most ${mostObservations}`, 'Ask for fewer of each, such as $expand=Observations($top=1), or for fewer datastreams.')
  const { parts, orderBy } = judgeObservations(services, datastreams, query)
  const rows = await loadObservations(services.db, { parts, orderBy, skip: query.skip, top: query.top === 0 ? 0 : query.top + 1, page: 'each' })
  const counts = query.count ? await countObservations(services.db, parts) : null
  const pages = new Map<string, Page>(datastreams.map(({ id }) => [id, { entities: [], count: counts ? (counts.get(id) ?? 0) : null, more: false }]))
  const byId = new Map(datastreams.map((datastream) => [datastream.id, datastream]))
  for (const row of rows) {
    const page = pages.get(row.sensorId)!
    if (page.entities.length === query.top) page.more = true
    else page.entities.push(observationEntity(row, byId.get(row.sensorId)!))
  }
  return pages
}
