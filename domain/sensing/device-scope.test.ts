import { expect, it } from 'vitest'
import { mayPostFor } from './device-scope'

it('a token speaks for the sensors named, those that begin so, and those of its controller; for nothing else', () => {
  const none = { sensors: [], prefixes: [], controllerId: null }
  const sensor = { id: 'hrb-rs-05.surface', controllerId: 'C1' }
  expect(mayPostFor('all', sensor)).toBe(true)
  expect(mayPostFor({ ...none, sensors: ['hrb-rs-05.surface'] }, sensor)).toBe(true)
  expect(mayPostFor({ ...none, prefixes: ['hrb-rs-05.'] }, sensor)).toBe(true)
  expect(mayPostFor({ ...none, controllerId: 'C1' }, sensor)).toBe(true)
  for (const scope of [none, { ...none, sensors: ['hrb-rs-05'] }, { ...none, prefixes: ['rs-05'] }, { ...none, controllerId: 'C2' }]) expect([scope, mayPostFor(scope, sensor)]).toEqual([scope, false])
  expect(mayPostFor({ ...none, controllerId: 'C1' }, { id: 'x', controllerId: null })).toBe(false)
})
