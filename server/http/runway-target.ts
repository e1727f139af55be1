import type { Principal } from '#domain/identity/principal'
import type { NetworkView } from '#domain/wire/network'
import { ProblemError } from './problem'
import type { Services } from './services'

export const runwaysOf = (services: Services): NetworkView['assets'] => services.city().network.assets.filter(({ kind }) => kind === 'runway')

/** @throws ProblemError 404 */
export function runwayOf(services: Services, id: string): NetworkView['assets'][number] {
  const runway = runwaysOf(services).find((asset) => asset.id === id)
  if (!runway) throw new ProblemError(404, { code: 'runway.not_found', title: 'No such runway', params: { id }, errors: [{ field: 'id', reason: 'look it up in GET /api/runways' }] })
  return runway
}

/** @throws ProblemError 403 when the account's scope does not name the runway */
export function requireRunwayScope({ scope }: Principal, id: string): void {
  if (scope !== 'everywhere' && !scope.assetIds.includes(id)) throw new ProblemError(403, { code: 'access.scope', title: 'This runway is outside your scope', params: { id }, errors: [{ field: 'id', reason: 'outside your scope' }] })
}
