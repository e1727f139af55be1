import type { Scope } from './principal'

/** A piece of what a loop heats or cools. */
export interface LoopPiece { id: string; assetId: string }

/**
 * Whether a loop lies in a scope: all of it, because a command works on all of it. A zone holds a piece that it touches, as it does when it is
 * commanded; a loop under nothing lies nowhere.
 */
export function isInScope(scope: Scope, pieces: readonly LoopPiece[], isInZones: (segmentId: string) => boolean): boolean {
  return scope === 'everywhere' || (pieces.length > 0 && pieces.every(({ id, assetId }) => scope.assetIds.includes(assetId) || isInZones(id)))
}
