import { expect, it } from 'vitest'
import type { Scope } from './principal'
import { isInScope } from './scope'

it('a loop is in a scope only if all of it lies on the assets or in the zones', () => {
  const loop = [{ id: 'a', assetId: 'A' }, { id: 'b', assetId: 'B' }]
  const judge = (scope: Scope, zone: string[] = [], pieces = loop): boolean => isInScope(scope, pieces, (id) => zone.includes(id))
  expect(judge('everywhere')).toBe(true)
  expect(judge({ assetIds: ['A', 'B'], zoneIds: [] })).toBe(true)
  expect(judge({ assetIds: ['A'], zoneIds: ['z'] }, ['b'])).toBe(true)
  expect(judge({ assetIds: ['A'], zoneIds: ['z'] }, ['a'])).toBe(false)
  expect(judge({ assetIds: [], zoneIds: [] })).toBe(false)
  expect(judge({ assetIds: ['A'], zoneIds: [] }, [], [])).toBe(false)
})
