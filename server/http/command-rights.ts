import type { Context } from 'hono'
import type { Principal } from '#domain/identity/principal'
import { mayDo } from '#domain/identity/roles'
import { sha256, type Asker } from '#server/control/asker'
import { remoteAddress } from './request-origin'
import { loopsOutOfReach, outOfReach, requireScope } from './scope'
import type { Services } from './services'

/** Who acts, for the control room and its record. */
export const askerFrom = (principal: Principal, context: Context): Asker => ({ account: principal.accountId, role: principal.role, sessionSha256: sha256(principal.sessionId), address: remoteAddress(context) })

/** The first loop outside an account's scope; null = none. */
export async function outsideScope(services: Services, principal: Principal, loopIds: readonly string[]): Promise<string | null> {
  return [...await loopsOutOfReach(services, principal, loopIds)].find(([, why]) => why === 'scope')?.[0] ?? null
}

/**
 * Refuses a command as a whole when one of its loops is out of reach; a stop reaches runways without the right for them.
 * @throws ProblemError 403 when a loop lies outside the account's scope, or under a runway without the right for runways
 */
export async function requireLoops(services: Services, principal: Principal, loopIds: readonly string[], isStop = false): Promise<void> {
  if (isStop) {
    const outside = await outsideScope(services, principal, loopIds)
    if (outside !== null) throw outOfReach(new Map([[outside, 'scope']]))
    return
  }
  await requireScope(services, principal, loopIds)
  // What the rules take for a runway may be more than what the map shows as one.
  const runway = mayDo(principal.role, 'command.runway') ? undefined : loopIds.find((loopId) => services.control.isRunway(loopId))
  if (runway !== undefined) throw outOfReach(new Map([[runway, 'runway']]))
}
