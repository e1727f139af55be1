import { expect, test } from 'vitest'
import { commandRequestShape } from './commands'

test('a person asks for the operator\'s slot or a free one below it, never for those that protect or that belong to strategies and the optimiser', () => {
  const asked = Array.from({ length: 18 }, (_, slot) => slot).filter((slot) => commandRequestShape.safeParse({ target: { kind: 'loop', id: 'L' }, mode: 'off', slot }).success)
  expect(asked).toEqual([8, 9, 10, 12, 14, 15, 16])
})
