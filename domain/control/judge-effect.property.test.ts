import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeEffect, surfaceProbeSdK, type EffectExpectation, type SurfaceMeasurement } from './judge-effect'

const startAtMs = Date.UTC(2026, 0, 10, 12)
const hours = 4
const stepS = 1200
const steps = (hours * 3600) / stepS
const atH = (h: number): number => startAtMs + h * 3_600_000
/** A surface that cools by 0.5 K/h, and by a command's heat comes to lie `gainK` above that, with a time constant of an hour. */
const without = (h: number): number => -2 - 0.5 * h
const gained = (h: number, gainK: number): number => gainK * (1 - Math.exp(-Math.max(0, h)))
const expectation = (gainK: number, sensors = 1): EffectExpectation => ({
  startAtMs, stepS, appliedAtMs: startAtMs, untilMs: atH(hours),
  surfaces: Array.from({ length: sensors }, (_, i) => ({
    sensorId: `s${i}`, withoutC: Array.from({ length: steps + 1 }, (_, k) => without((k * stepS) / 3600)), withC: Array.from({ length: steps + 1 }, (_, k) => without((k * stepS) / 3600) + gained((k * stepS) / 3600, gainK)),
  })),
})
const measured = (h: number, value: (h: number) => number, sensors = 1): SurfaceMeasurement[] => Array.from({ length: sensors }, (_, i) => ({ sensorId: `s${i}`, value_c: value(h), atMs: atH(h) }))
/** Every ten minutes until it is told. */
function follow(expected: EffectExpectation, truth: (h: number) => number, sensors = 1): { verdict: string; reason: string | null; h: number } {
  const before = measured(0, truth, sensors)
  for (let h = 1 / 6; ; h += 1 / 6) {
    const { verdict, reason } = judgeEffect(expected, before, measured(h, truth, sensors), atH(h))
    if (verdict !== 'pending' || h > hours + 1) return { verdict, reason, h }
  }
}

describe('the effect of a command', () => {
  test('is seen when the surface moves as the model said, and contradicted when it goes on as without', () => {
    expect(follow(expectation(6), (h) => without(h) + gained(h, 6))).toMatchObject({ verdict: 'as_predicted' })
    expect(follow(expectation(6), without)).toMatchObject({ verdict: 'none' })
    expect(follow(expectation(-6), (h) => without(h) + gained(h, -6))).toMatchObject({ verdict: 'as_predicted' })
    expect(follow(expectation(-6), without)).toMatchObject({ verdict: 'none' })
  })
  test('is judged by what is measured alone: a surface that warms by the sun under a command to cool shows none', () => {
    expect(follow(expectation(-6), (h) => without(h) + 0.6 * h).verdict).toBe('none')
  })
  test('what the model is wrong by at the start does not matter', () => {
    expect(follow(expectation(6), (h) => 5 + without(h) + gained(h, 6)).verdict).toBe('as_predicted')
    expect(follow(expectation(6), (h) => 5 + without(h)).verdict).toBe('none')
  })
  test('a plant that is slow but works is not told to do nothing', () => {
    expect(follow(expectation(6), (h) => without(h) + gained(h - 0.5, 6)).verdict).toBe('as_predicted')
  })
  test.each([
    ['no sensor', [], [], 'no_measurement'],
    ['a sensor that was not heard of when it began', [{ sensorId: 's0', value_c: -2, atMs: startAtMs - 1_000_000 }], measured(2, without), 'no_measurement'],
  ])('with %s nobody can say', (_, before, now, reason) => {
    expect(judgeEffect(expectation(6), before, now, atH(2))).toMatchObject({ verdict: 'unjudgeable', reason, measuredK: null })
  })
  test('an effect smaller than the uncertainty is not judged, and one that stays between is given up at the end of the lease', () => {
    expect(judgeEffect(expectation(0.5), measured(0, without), measured(1, without), atH(1))).toMatchObject({ verdict: 'unjudgeable', reason: 'too_small_to_tell' })
    // Neither: half of a small effect.
    expect(follow(expectation(3), (h) => without(h) + gained(h, 1.5))).toMatchObject({ verdict: 'unjudgeable', reason: 'not_told_apart' })
  })
  test('a sensor that falls silent leaves it open until the lease ends', () => {
    const before = measured(0, without)
    const old = measured(0.5, without)
    expect(judgeEffect(expectation(6), before, old, atH(2)).verdict).toBe('pending')
    expect(judgeEffect(expectation(6), before, old, atH(4))).toMatchObject({ verdict: 'unjudgeable', reason: 'no_measurement' })
  })
  test('never says both of one story, and never what the noise of a probe alone says', () => {
    fc.assert(fc.property(fc.double({ min: 3, max: 12, noNaN: true }), fc.boolean(), fc.boolean(), fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 30, maxLength: 30 }), (gainK, isCooling, works, noise) => {
      const gain = isCooling ? -gainK : gainK
      const truth = (h: number): number => without(h) + (works ? gained(h, gain) : 0) + surfaceProbeSdK * (noise[Math.round(h * 6)] ?? 0)
      const { verdict } = follow(expectation(gain), truth)
      expect(verdict).not.toBe(works ? 'none' : 'as_predicted')
    }))
  })
  test('more sensors tell it sooner', () => {
    expect(follow(expectation(6, 4), (h) => without(h) + gained(h, 6), 4).h).toBeLessThanOrEqual(follow(expectation(6), (h) => without(h) + gained(h, 6)).h)
  })
})
