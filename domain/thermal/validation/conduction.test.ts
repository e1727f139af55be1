import { describe, expect, it } from 'vitest'
import { compare } from './testing/compare'
import { conductDown, observedSurfaces } from './testing/observed-surface'
import { referenceFolder } from './testing/reference-folder'

const long = observedSurfaces(120)

describe.skipIf(long.length === 0)(`conduction under an observed surface, ${long.length === 0 ? `no five days of observations in ${referenceFolder}/metro_cases` : 'five days and more'}`, () => {
  if (long.length === 0) it.skip('nothing to conduct under')
  it.each(long.map((observed) => [observed.name, observed] as const))('%s: 40 cm predicted within 0.8 K RMS', (_, observed) => {
    const { ours, theirs } = conductDown(observed)
    const c = compare(ours, theirs)
    console.log(`${observed.name}: ${observed.hours.toFixed(0)} h, RMSE ${c.rmse.toFixed(3)} K, bias ${c.bias.toFixed(3)} K at 40 cm`)
    expect(c.rmse).toBeLessThanOrEqual(0.8)
  })
})
