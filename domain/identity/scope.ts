import type { Principal, Scope } from './principal'
import { mayDo } from './roles'

/** A piece of what a loop heats or cools. */
export interface LoopPiece { id: string; assetId: string; kind: string }

/** Why an account may not command a loop. */
export type OutOfReach = 'scope' | 'runway'

/**
 * Whether a loop lies in a scope: all of it, because a command works on all of it. A zone holds a piece that it touches, as it does when it is
 * commanded; a loop under nothing lies nowhere.
 */
export function isInScope(scope: Scope, pieces: readonly LoopPiece[], isInZones: (segmentId: string) => boolean): boolean {
  return scope === 'everywhere' || (pieces.length > 0 && pieces.every(({ id, assetId }) => scope.assetIds.includes(assetId) || isInZones(id)))
}

/** Why a principal may not command the loop under these pieces, null when they may. Runways want a right of their own beside. */
export function judgeReach({ role, scope }: Pick<Principal, 'role' | 'scope'>, pieces: readonly LoopPiece[], isInZones: (segmentId: string) => boolean): OutOfReach | null {
  if (!isInScope(scope, pieces, isInZones)) return 'scope'
  return pieces.some(({ kind }) => kind === 'runway') && !mayDo(role, 'command.runway') ? 'runway' : null
}
