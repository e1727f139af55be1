import { qualityOf, type Quality } from '#domain/sensing/quality'
import { parseInstant } from '#domain/units/instant'
import type { ObservationRow } from '#server/store/observations'
import type { Entity } from './entity-model'

const meanings: Record<Quality, string> = {
  good: 'Within the plausible range of its quantity.',
  suspect: 'Doubtful: not to be relied on alone.',
  bad: 'Failed: outside the plausible range of its quantity. The value is what was sent, not what was so.',
}

/** An observation of a datastream. Its id is the sensor's and the instant's, in whole ms. */
export function observationEntity(row: ObservationRow, datastream: Entity): Entity {
  const at = new Date(row.measuredAtMs).toISOString()
  const code = qualityOf(row.quality)
  return {
    set: 'Observations', id: `${row.sensorId}@${at}`,
    own: { phenomenonTime: at, result: row.value, resultTime: new Date(row.receivedAtMs).toISOString(), resultQuality: { code, definition: `urn:hearthway:quality:${code}`, meaning: meanings[code] } },
    related: { Datastream: datastream, FeatureOfInterest: datastream.related['FeatureOfInterest'] as Entity }, datastreams: [],
  }
}

/** What an observation's id says; null when it is none. */
export function observationKey(id: string): { sensorId: string; measuredAt: Date } | null {
  const cut = id.lastIndexOf('@')
  const ms = parseInstant(id.slice(cut + 1))
  // One spelling per observation.
  return cut > 0 && !Number.isNaN(ms) && new Date(ms).toISOString() === id.slice(cut + 1) ? { sensorId: id.slice(0, cut), measuredAt: new Date(ms) } : null
}
