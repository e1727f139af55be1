import type { Expression, Value } from '#domain/odata/expression'
import { foldExpression } from '#domain/odata/fold-expression'
import type { ObservationColumn } from '#server/store/observation-filter'
import type { ObservationPart, ObservationsAsked } from '#server/store/observations'
import type { Services } from '../services'
import { valueOf, type Entity } from './entity-model'
import type { Query } from './read-query'
import { optionFault } from './sta-fault'

/** Most readings that one request may make the database look through, and most kinds of condition. */
const [mostLookedThrough, mostParts] = [2_000_000, 20]

/**
 * The query as the database is asked: what is known of each datastream is put into the filter, so that only readings
 * are left in it. What would make the database look through more than it should is refused.
 * @throws ProblemError 400
 */
export function judgeObservations(services: Services, datastreams: readonly Entity[], query: Query): { parts: ObservationPart[]; orderBy: ObservationsAsked['orderBy'] } {
  const orderBy = query.orderBy.map(({ path, descending }) => {
    if (path.includes('/') && path !== 'resultQuality/code') throw optionFault('$orderby', `observations cannot be ordered by ${path}`, 'Order them by phenomenonTime, resultTime, result, resultQuality/code or id.')
    return { column: path as ObservationColumn, descending }
  })
  const parts = partsOf(datastreams, query.filter)
  const byTimeOnly = orderBy.every(({ column }) => column === 'phenomenonTime')
  const retentionMs = services.config.retentionDays * 86_400_000
  const nowMs = services.clock.now().getTime()
  const cadences = new Map(datastreams.map(({ id, own }) => [id, (own['properties'] as { cadence_s: number }).cadence_s]))
  let lookedThrough = 0
  for (const { sensorIds, fromMs, isTimeOnly } of parts) {
    const alongIndex = byTimeOnly && isTimeOnly && !query.count
    const sinceS = Math.max(0, fromMs === null ? retentionMs : nowMs - fromMs) / 1000
    for (const id of sensorIds) lookedThrough += alongIndex ? query.skip + query.top + 1 : sinceS / Math.max(1, cadences.get(id) ?? 1)
  }
  if (lookedThrough > mostLookedThrough) {
    throw optionFault('$filter', `about ${Math.round(lookedThrough)} readings would have to be looked through, at most ${mostLookedThrough}`, 'Say since when (phenomenonTime ge …), or ask one datastream.')
  }
  return { parts, orderBy }
}

interface JudgedPart extends ObservationPart { /** No reading before it is asked for; null where that is not said. */ fromMs: number | null; isTimeOnly: boolean }

function partsOf(datastreams: readonly Entity[], filter: Expression | null): JudgedPart[] {
  if (!filter) return [{ sensorIds: datastreams.map(({ id }) => id), filter: null, fromMs: null, isTimeOnly: true }]
  const parts = new Map<string, JudgedPart & { sensorIds: string[] }>()
  for (const datastream of datastreams) {
    const left = foldExpression(filter, (path) => (/^(Datastream|FeatureOfInterest)\//.test(path) ? valueOfRelated(datastream, path) : undefined))
    if (left.kind === 'literal' && left.value !== true) continue
    const key = JSON.stringify(left)
    const known = parts.get(key)
    if (known) known.sensorIds.push(datastream.id)
    else parts.set(key, { sensorIds: [datastream.id], filter: left.kind === 'literal' ? null : left, ...(left.kind === 'literal' ? { fromMs: null, isTimeOnly: true } : timeOf(left)) })
    if (parts.size > mostParts) throw optionFault('$filter', `it asks something else of each of more than ${mostParts} datastreams`, 'Ask about fewer datastreams.')
  }
  return [...parts.values()]
}

const valueOfRelated = (datastream: Entity, path: string): Value =>
  path.startsWith('Datastream/') ? valueOf(datastream, path.slice('Datastream/'.length)) : valueOf(datastream.related['FeatureOfInterest'] as Entity, path.slice('FeatureOfInterest/'.length))

/** What a filter says of the time of measurement, and whether it says nothing else. */
function timeOf(filter: Expression): { fromMs: number | null; isTimeOnly: boolean } {
  let fromMs: number | null = null
  let isTimeOnly = true
  for (const part of filter.kind === 'and' ? filter.parts : [filter]) {
    const isBound = part.kind === 'compare' && part.operator !== 'ne' && part.left.kind === 'property' && part.left.path === 'phenomenonTime' && part.right.kind === 'literal' && typeof part.right.value === 'number'
    if (!isBound) {
      isTimeOnly = false
      continue
    }
    const ms = (part.right as { value: number }).value
    if (part.operator === 'gt' || part.operator === 'ge' || part.operator === 'eq') fromMs = Math.max(fromMs ?? -Infinity, ms)
  }
  return { fromMs, isTimeOnly }
}
