import { expect, it } from 'vitest'
import { formatDeviation } from './format-deviation'

it('writes a deviation with its unit, never as nothing', () => expect([formatDeviation(0.6), formatDeviation(0.01), formatDeviation(2)]).toEqual(['±0.6 K', '±0.1 K', '±2.0 K']))
it('writes nothing where it is not known', () => expect([formatDeviation(Number.NaN), formatDeviation(undefined)]).toEqual([null, null]))
