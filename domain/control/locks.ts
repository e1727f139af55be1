import { isProtector } from './command'
import type { ReasonParams } from './reasons'

/** Why a loop is kept to one person. */
export const lockKinds = ['incident', 'testing', 'maintenance'] as const
export type LockKind = (typeof lockKinds)[number]

/** How long a lock lasts, wall ms; null = until it is ended. */
export const lockMs: Record<LockKind, number | null> = { incident: 30 * 60_000, testing: 5 * 60_000, maintenance: null }

export interface Lock { id: number; kind: LockKind; holder: string; reason: string; target: { kind: 'loop' | 'energyStation' | 'zone'; id: string }; loopIds: readonly string[]; placedAtMs: number; untilMs: number | null }

/** The lock that keeps `actor` off a loop at `nowMs` (site), or null. A stop never asks, and guard and interlock trip, which do nothing but end a danger, are kept off by nobody. */
export function findBarringLock<L extends Pick<Lock, 'holder' | 'loopIds' | 'untilMs'>>(locks: readonly L[], loopId: string, actor: string, nowMs: number): L | null {
  return isProtector(actor) ? null : locks.find((lock) => lock.holder !== actor && lock.loopIds.includes(loopId) && (lock.untilMs === null || nowMs < lock.untilMs)) ?? null
}

/** For the refusal 'locked'. */
export const lockParams = (lock: Pick<Lock, 'kind' | 'holder' | 'reason' | 'untilMs'>): ReasonParams =>
  ({ holder: lock.holder, kind: lock.kind, reason: lock.reason, until: lock.untilMs === null ? '' : new Date(lock.untilMs).toISOString() })
