import { expect, it } from 'vitest'
import type { Role } from './roles'
import type { Scope } from './principal'
import { judgeReach, type LoopPiece } from './scope'

const piece = (id: string, assetId: string, kind = 'road'): LoopPiece => ({ id, assetId, kind })
const judge = (scope: Scope, pieces: LoopPiece[], zone: string[] = [], role: Role = 'operator') => judgeReach({ role, scope }, pieces, (id) => zone.includes(id))

it('reaches a loop only if all of it lies on the assets or in the zones of the scope', () => {
  const loop = [piece('a', 'A'), piece('b', 'B')]
  expect(judge('everywhere', loop)).toBeNull()
  expect(judge({ assetIds: ['A', 'B'], zoneIds: [] }, loop)).toBeNull()
  expect(judge({ assetIds: ['A'], zoneIds: ['z'] }, loop, ['b'])).toBeNull()
  expect(judge({ assetIds: ['A'], zoneIds: ['z'] }, loop, ['a'])).toBe('scope')
  expect(judge({ assetIds: [], zoneIds: [] }, loop, [])).toBe('scope')
  expect(judge({ assetIds: ['A'], zoneIds: [] }, [])).toBe('scope')
})

it('wants the right to runways beside the scope', () => {
  const loop = [piece('a', 'A'), piece('r', 'R', 'runway')]
  expect(judge('everywhere', loop)).toBe('runway')
  expect(judge('everywhere', loop, [], 'airportCrew')).toBeNull()
  expect(judge({ assetIds: ['A'], zoneIds: [] }, loop, [], 'airportCrew')).toBe('scope')
})
