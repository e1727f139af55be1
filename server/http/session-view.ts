import { actions, mayDo } from '#domain/identity/roles'
import { absoluteLimitMs, proofLimitMs, sessionEndsAtMs } from '#domain/identity/session-limits'
import type { Scope } from '#domain/identity/principal'
import type { ScopeView, SessionView } from '#domain/wire/session'
import { demoAccounts } from '#server/identity/demo-accounts'
import type { Session } from '#server/identity/session'
import type { Services } from './services'

export const scopeView = (scope: Scope): ScopeView => (scope === 'everywhere' ? scope : { zone_ids: [...scope.zoneIds], asset_ids: [...scope.assetIds] })
export const scopeFrom = (view: ScopeView): Scope => (view === 'everywhere' ? view : { zoneIds: view.zone_ids, assetIds: view.asset_ids })

/** What the page is told of who sits there. */
export function sessionView(services: Services, session: Session | null, secondFactorNeeded = false): SessionView {
  const nowMs = services.identity.wallNow()
  const left = (untilMs: number): number => Math.max(0, Math.floor((untilMs - nowMs) / 1000))
  return {
    signed_in: session !== null, account: session?.accountId ?? null, name: session?.name ?? null, role: session?.role ?? null,
    actions: session ? actions.filter((action) => mayDo(session.role, action)) : [], scope: session && scopeView(session.scope),
    ends_in_s: session && left(sessionEndsAtMs(session)), ends_at_latest_in_s: session && left(session.startedAtMs + absoluteLimitMs), proof_ends_in_s: session && left(session.provenAtMs + proofLimitMs),
    has_second_factor: session?.hasSecondFactor ?? false, second_factor_needed: secondFactorNeeded, must_change_password: session?.mustChangePassword ?? false,
    demo_accounts: services.demo ? [...demoAccounts] : [],
  }
}
