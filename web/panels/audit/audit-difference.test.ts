import { expect, it } from 'vitest'
import { auditDifference } from './audit-difference'

it('lays before beside after, and keeps absent, null and empty apart', () => {
  expect(auditDifference({ role: 'viewer', scope: { zone_ids: [] }, email: null }, { role: 'operator', scope: { zone_ids: ['Z1'] }, note: {} })).toEqual([
    { path: 'role', before: 'viewer', after: 'operator', changed: true },
    { path: 'scope.zone_ids', before: [], after: ['Z1'], changed: true },
    { path: 'note', before: undefined, after: {}, changed: true },
    { path: 'email', before: null, after: undefined, changed: true },
  ])
})
it('tells what stayed from what changed, and takes a bare value', () => {
  expect(auditDifference({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }).map(({ path, changed }) => [path, changed])).toEqual([['a', false], ['b', true]])
  expect(auditDifference(null, 'x')).toEqual([{ path: '', before: null, after: 'x', changed: true }])
  expect(auditDifference(undefined, undefined)).toEqual([])
})
