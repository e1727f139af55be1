import fc from 'fast-check'
import { expect, it } from 'vitest'
import { surfaceConditionCode as code } from './surface-condition'
import { timeAboveLimit } from './time-above-limit'
import { findIceStep } from './time-to-ice'

it('ice is frost and water at once: neither a cold dry road nor a wet warm one', () => {
  const cold = Float32Array.of(2, 1, 0, -1, -2)
  const states = (...names: (keyof typeof code)[]): Uint8Array => Uint8Array.from(names, (name) => code[name])
  expect(findIceStep(cold, states('wet', 'wet', 'wet', 'ice', 'ice'), 0)).toBe(2)
  expect(findIceStep(cold, states('dry', 'dry', 'dry', 'moist', 'frost'), 0)).toBe(4)
  expect(findIceStep(cold, states('dry', 'dry', 'dry', 'dry', 'dry'), 0)).toBe(-1)
  expect(findIceStep(cold, states('snow', 'snow', 'snow', 'snow', 'snow'), 4)).toBe(4)
  expect(findIceStep(Float32Array.of(Number.NaN, -1), states('ice', 'ice'), -3)).toBe(1)
})

it('time above a limit is counted in whole steps, and what is unknown is said', () => {
  expect(timeAboveLimit(Float32Array.of(60, 61, Number.NaN, 59, 62), 1200, 60, 0)).toEqual({ firstStep: 1, totalS: 2400, unknownSteps: 1 })
  expect(timeAboveLimit(Float32Array.of(60, 61, 62), 1200, 60, 2)).toEqual({ firstStep: 2, totalS: 1200, unknownSteps: 0 })
  fc.assert(fc.property(fc.float32Array(), fc.float({ noNaN: true }), (surface, limit) => {
    const { firstStep, totalS } = timeAboveLimit(surface, 60, limit, 0)
    expect(totalS > 0).toBe(firstStep >= 0)
    expect(totalS).toBeLessThanOrEqual(60 * surface.length)
  }))
})
