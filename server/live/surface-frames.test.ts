import { expect, it } from 'vitest'
import { noDeviation, noTemperature } from '#domain/wire/live'
import { newNowcastColumns } from '#domain/thermal/optimal-interpolation'
import { encodeDeviation, encodeSurface, encodeSurfaceDelta, encodeTemperature } from './surface-frames'

it('never tells a value as surer than it is, and what does not fit as not known', () => {
  expect([0.2, 0.21, 0.25, 12.7, 12.8, Number.NaN, Infinity, -1].map(encodeDeviation)).toEqual([4, 5, 5, 254, noDeviation, noDeviation, noDeviation, noDeviation])
  // As a Float32Array holds it.
  expect(encodeDeviation(Math.fround(0.2))).toBe(4)
})

it('has one code for a temperature that is not known', () => expect([Number.NaN, 400, -327.7].map(encodeTemperature)).toEqual([noTemperature, noTemperature, noTemperature]))

it('a delta brings what is shown to what is judged, and another at once says nothing', () => {
  const columns = newNowcastColumns(3)
  const shown = newNowcastColumns(3)
  columns.temperature.set([1, 2, Number.NaN])
  columns.state.set([1, 2, 0])
  columns.method.set([0, 2, 0])
  columns.sdK.set([0.2, 0.6, Number.NaN])
  const delta = encodeSurfaceDelta(columns, shown)!
  expect([...Buffer.from(delta.sd, 'base64')]).toEqual([4, 12])
  expect(encodeSurface(shown)).toEqual(encodeSurface(columns))
  expect(encodeSurfaceDelta(columns, shown)).toBeUndefined()
})
