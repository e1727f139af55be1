import type { FeatureCollection } from 'geojson'
import type { ReceiverMark } from '../stores/receivers'

/** Marks of receivers, and the way of a chosen one, for the map's source. */
export function receiverFeatures(marks: readonly ReceiverMark[], way: readonly [number, number][]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: [
      ...(way.length > 1 ? [{ type: 'Feature' as const, properties: {}, geometry: { type: 'LineString' as const, coordinates: [...way] } }] : []),
      ...marks.map(({ id, name, position, isFresh }) => ({ type: 'Feature' as const, properties: { id, name, fresh: isFresh }, geometry: { type: 'Point' as const, coordinates: position } })),
    ],
  }
}
