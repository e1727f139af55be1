import type { Collection } from './collection'
import { loopsCollection, runwayThirdsCollection } from './loop-collections'
import { noCollection } from './ogc-fault'
import { segmentsCollection } from './segments-collection'
import { readingsCollection, sensorsCollection, stationsCollection } from './station-collections'
import { zonesCollection } from './zones-collection'

/** Everything that is offered under /ogc, in the order in which it is listed. */
export const collections: readonly Collection[] = [segmentsCollection, stationsCollection, sensorsCollection, readingsCollection, zonesCollection, loopsCollection, runwayThirdsCollection]

/** @throws ProblemError 404 */
export function collectionOf(id: string): Collection {
  const found = collections.find((one) => one.id === id)
  if (!found) throw noCollection(id)
  return found
}
