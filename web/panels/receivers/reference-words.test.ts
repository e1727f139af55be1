import { expect, it } from 'vitest'
import type { ReceiverView } from '#domain/wire/receivers'
import { referenceWords } from './reference-words'

const stated = { frame: 'BDCS', epoch: 'current', correction_source: 'none' } as const
const last = (reference: NonNullable<ReceiverView['last']>['reference']): ReceiverView['last'] => ({ reference }) as ReceiverView['last']

it('says of a position what was stated when it came, and never what is stated since', () => {
  const then = last({ state: 'stated', frame: 'BDCS', epoch_year: 2026.038, correction_source: 'none', velocity: 'eura2014', reduction_uncertainty_m: 0.19 })
  expect(referenceWords({ last: then, reference: { ...stated, frame: 'CGCS2000' } })).toEqual({ frame: 'BDCS', epoch: '2026.04', corrections: 'none', uncertaintyM: 0.19 })
  expect(referenceWords({ last: last({ state: 'unstated' }), reference: stated })).toBeNull()
  expect(referenceWords({ last: null, reference: stated })).toEqual({ frame: 'BDCS', epoch: 'current', corrections: 'none', uncertaintyM: null })
  expect(referenceWords({ last: null, reference: null })).toBeNull()
})
