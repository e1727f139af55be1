import { expect, it } from 'vitest'
import { formatTrusted } from './format-trusted'

it('marks an estimate and the ends of the ramp', () => {
  expect(formatTrusted(-1.8, 'estimated')).toBe('≈ −1.8')
  expect(formatTrusted(-31, 'measured')).toBe('< −31.0')
  expect(formatTrusted(76, 'estimated')).toBe('≈ > +76.0')
})
it('keeps the side of freezing', () => expect(formatTrusted(-0.04, 'measured')).toBe('−0.0'))
it('never writes an unknown as a number', () => expect(formatTrusted(Number.NaN, 'estimated')).toBeNull())
it('marks a forecast, so that it cannot be read as a measurement', () => expect(formatTrusted(-1.8, 'forecast')).toBe('→ −1.8'))
