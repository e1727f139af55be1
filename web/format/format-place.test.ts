import { expect, it } from 'vitest'
import { formatArea, formatLength, formatPosition, formatStake } from './format-place'

it('writes stakes as the road does', () => expect([0, 345, 12_345, 999.6].map(formatStake)).toEqual(['K0+000', 'K0+345', 'K12+345', 'K1+000']))
it('writes lengths and areas with their unit', () => expect([formatLength(200), formatLength(15_000), formatArea(5600), formatArea(84_000)]).toEqual(['200 m', '15.00 km', '5,600 m²', '8.40 ha']))
it('writes hemispheres', () => expect(formatPosition(126.58051, -45.76432)).toBe('126.5805°E 45.7643°S'))
