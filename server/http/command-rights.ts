import type { Context } from 'hono'
import type { Principal } from '#domain/identity/principal'
import { mayDo } from '#domain/identity/roles'
import { sha256, type Asker } from '#server/control/asker'
import { remoteAddress } from './remote-address'
import { ProblemError } from './problem'
import type { Services } from './services'
import { loopsOf } from './target-loops'

/** Who acts, for the control room and its record. */
export const askerFrom = (principal: Principal, context: Context): Asker => ({ account: principal.accountId, role: principal.role, sessionSha256: sha256(principal.sessionId), address: remoteAddress(context) })

/** Loops that an account may command; null = all. A loop is in scope with any of its segments. */
async function loopsInScope(services: Services, { scope }: Principal): Promise<Set<string> | null> {
  if (scope === 'everywhere') return null
  const inside = new Set<string>()
  for (const segment of services.city().details.values()) if (segment.loop_id !== null && scope.assetIds.includes(segment.asset_id)) inside.add(segment.loop_id)
  for (const id of scope.zoneIds) {
    // A zone that was removed or holds no loop gives no right.
    const loops = await loopsOf(services, { kind: 'zone', id }).catch((error: unknown) => { if (error instanceof ProblemError) return []; throw error })
    for (const loopId of loops) inside.add(loopId)
  }
  return inside
}

/** The first loop outside an account's scope; null = none. */
export async function outsideScope(services: Services, principal: Principal, loopIds: readonly string[]): Promise<string | null> {
  const inside = await loopsInScope(services, principal)
  return inside === null ? null : loopIds.find((loopId) => !inside.has(loopId)) ?? null
}

/** @throws ProblemError 403 when a loop lies outside the account's scope, or under a runway without the right for runways (a stop needs none) */
export async function requireLoops(services: Services, principal: Principal, loopIds: readonly string[], isStop = false): Promise<void> {
  const outside = await outsideScope(services, principal, loopIds)
  if (outside !== null) throw new ProblemError(403, { code: 'access.scope', title: 'This loop lies outside your scope', params: { loop: outside }, errors: [{ field: 'target', reason: 'choose a target within your zones and assets' }] })
  const runway = isStop || mayDo(principal.role, 'command.runway') ? undefined : loopIds.find((loopId) => services.control.isRunway(loopId))
  if (runway !== undefined) throw new ProblemError(403, { code: 'access.runway', title: 'Commands on runways need the right for runways', params: { loop: runway, role: principal.role }, errors: [{ field: 'target', reason: 'airport crew or operations give this command' }] })
}
