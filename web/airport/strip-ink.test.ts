import { expect, it } from 'vitest'
import { contrastOf, stripInk } from './strip-ink'

it.each(['day', 'night'] as const)('large figures are read on every colour of the %s strip (WCAG: 3 for large text)', (theme) => {
  for (let c = -35; c <= 80; c += 0.5) {
    const { fill, ink } = stripInk(c, theme)!
    expect([c, contrastOf(fill, ink) >= 3]).toEqual([c, true])
  }
})
it('unknown has no colour', () => expect(stripInk(Number.NaN, 'day')).toBeNull())
