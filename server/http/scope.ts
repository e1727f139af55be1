import type { Principal } from '#domain/identity/principal'
import { judgeReach, type LoopPiece, type OutOfReach } from '#domain/identity/scope'
import { accountsBoundToZone } from '#server/store/account-changes'
import { queryZone } from '#server/store/query-zone'
import { loadZone } from '#server/store/zones'
import { ProblemError } from './problem'
import type { Services } from './services'

/** Loops that a principal may not command, and why. */
export async function loopsOutOfReach(services: Services, principal: Principal, loopIds: readonly string[]): Promise<Map<string, OutOfReach>> {
  const { scope } = principal
  const inZones = new Set<string>()
  for (const zoneId of scope === 'everywhere' ? [] : scope.zoneIds) {
    // A zone that is gone reaches nothing.
    const zone = await loadZone(services.db, zoneId)
    if (zone) for (const { id } of await queryZone(services.db, zone.polygon)) inZones.add(id)
  }
  const pieces = new Map<string, LoopPiece[]>(loopIds.map((id) => [id, []]))
  for (const { id, asset_id: assetId, kind, loop_id: loopId } of services.city().network.segments) if (loopId !== null) pieces.get(loopId)?.push({ id, assetId, kind })
  return new Map([...pieces].flatMap(([loopId, under]) => {
    const why = judgeReach(principal, under, (id) => inZones.has(id))
    return why ? [[loopId, why] as const] : []
  }))
}

export const mayCommandLoop = async (services: Services, principal: Principal, loopId: string): Promise<boolean> => (await loopsOutOfReach(services, principal, [loopId])).size === 0

/**
 * Refuses a command as a whole when one of its loops is out of reach: half of what was asked for is not what was asked for.
 * @throws ProblemError 403
 */
export async function requireScope(services: Services, principal: Principal, loopIds: readonly string[]): Promise<void> {
  const out = await loopsOutOfReach(services, principal, loopIds)
  if (out.size === 0) return
  throw outOfReach(out)
}

/** The refusal that names every loop out of reach. */
export function outOfReach(out: ReadonlyMap<string, OutOfReach>): ProblemError {
  const isScope = [...out.values()].includes('scope')
  return new ProblemError(403, {
    code: isScope ? 'access.scope' : 'access.runway', title: isScope ? 'This lies outside your scope' : 'Your role may not command runways', params: { loops: [...out.keys()].join(', ') },
    errors: [...out].map(([loopId, why]) => ({ field: 'target.id', reason: `${loopId}: ${why === 'scope' ? 'outside your scope' : 'under a runway'}` })),
  })
}

/**
 * A zone that bounds somebody's powers is not redrawn by those whom it bounds.
 * @throws ProblemError 409
 */
export async function requireUnboundZone(services: Services, zoneId: string): Promise<void> {
  const accounts = await accountsBoundToZone(services.db, zoneId)
  if (accounts.length > 0) throw new ProblemError(409, { code: 'zone.in_scope', title: 'The zone bounds what accounts may command', detail: 'A security administrator takes it out of their scopes first.', params: { accounts: accounts.length }, errors: [{ field: 'id', reason: 'is part of a scope' }] })
}
