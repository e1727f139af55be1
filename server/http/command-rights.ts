import type { Context } from 'hono'
import type { Principal } from '#domain/identity/principal'
import { mayDo } from '#domain/identity/roles'
import { isInScope, type LoopPiece } from '#domain/identity/scope'
import { sha256, type Asker } from '#server/control/asker'
import { accountsBoundToZone } from '#server/store/account-changes'
import { queryZone } from '#server/store/query-zone'
import { loadZone } from '#server/store/zones'
import { remoteAddress } from './request-origin'
import { ProblemError } from './problem'
import type { Services } from './services'

/** Who acts, for the control room and its record. */
export const askerFrom = (principal: Principal, context: Context): Asker => ({ account: principal.accountId, role: principal.role, sessionSha256: sha256(principal.sessionId), address: remoteAddress(context) })

/** The first loop outside an account's scope; null = none. */
export async function outsideScope(services: Services, { scope }: Principal, loopIds: readonly string[]): Promise<string | null> {
  if (scope === 'everywhere') return null
  const inZones = new Set<string>()
  for (const zoneId of scope.zoneIds) {
    // A zone that was removed gives no right.
    const zone = await loadZone(services.db, zoneId)
    if (zone) for (const { id } of await queryZone(services.db, zone.polygon)) inZones.add(id)
  }
  const pieces = new Map<string, LoopPiece[]>(loopIds.map((id) => [id, []]))
  for (const { id, asset_id: assetId, loop_id: loopId } of services.city().network.segments) if (loopId !== null) pieces.get(loopId)?.push({ id, assetId })
  return loopIds.find((loopId) => !isInScope(scope, pieces.get(loopId) ?? [], (id) => inZones.has(id))) ?? null
}

/** Whether all of a loop lies in an account's scope. */
export const mayCommandLoop = async (services: Services, principal: Principal, loopId: string): Promise<boolean> => await outsideScope(services, principal, [loopId]) === null

/**
 * A zone that bounds somebody's powers is not redrawn by those whom it bounds.
 * @throws ProblemError 409
 */
export async function requireUnboundZone(services: Services, zoneId: string): Promise<void> {
  const accounts = await accountsBoundToZone(services.db, zoneId)
  if (accounts.length > 0) throw new ProblemError(409, { code: 'zone.in_scope', title: 'The zone bounds what accounts may command', detail: 'A security administrator takes it out of their scopes first.', params: { accounts: accounts.length }, errors: [{ field: 'id', reason: 'is part of a scope' }] })
}

/** @throws ProblemError 403 when a loop lies outside the account's scope, or under a runway without the right for runways (a stop needs none) */
export async function requireLoops(services: Services, principal: Principal, loopIds: readonly string[], isStop = false): Promise<void> {
  const outside = await outsideScope(services, principal, loopIds)
  if (outside !== null) throw new ProblemError(403, { code: 'access.scope', title: 'This loop lies outside your scope', params: { loop: outside }, errors: [{ field: 'target', reason: 'choose a target within your zones and assets' }] })
  const runway = isStop || mayDo(principal.role, 'command.runway') ? undefined : loopIds.find((loopId) => services.control.isRunway(loopId))
  if (runway !== undefined) throw new ProblemError(403, { code: 'access.runway', title: 'Commands on runways need the right for runways', params: { loop: runway, role: principal.role }, errors: [{ field: 'target', reason: 'airport crew or operations give this command' }] })
}
