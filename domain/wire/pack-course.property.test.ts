import fc from 'fast-check'
import { expect, it } from 'vitest'
import { meanStepK, newCourse, packCourse, spreadStepK, unpackCourse, type Course } from './pack-course'
import { typicalCourse } from './testing/typical-course'

/** Half a step, and the last bit of a Float32 near 327. */
const lastBit = 4e-5
const degrees = fc.oneof({ weight: 8, arbitrary: fc.float({ min: -80, max: 90, noNaN: true }) }, fc.constant(Number.NaN), fc.constantFrom(0, -0, -327, 327))
const courses: fc.Arbitrary<Course> = fc.array(fc.tuple(degrees, degrees, degrees, fc.nat(255)), { maxLength: 200 }).map((steps) => ({
  meanC: Float32Array.from(steps, ([mean]) => mean), p10C: Float32Array.from(steps, ([, low]) => low), p90C: Float32Array.from(steps, ([, , high]) => high), state: Uint8Array.from(steps, ([, , , state]) => state),
}))

function expectClose(unpacked: Float32Array, original: Float32Array, mean: Float32Array, within: number): void {
  expect(unpacked).toHaveLength(original.length)
  original.forEach((value, i) => {
    if (Number.isNaN(value) || Number.isNaN(mean[i])) expect(unpacked[i]).toBeNaN()
    else expect(Math.abs(unpacked[i]! - value)).toBeLessThanOrEqual(within / 2 + lastBit)
  })
}

it('comes back within the stated error; unknown comes back as unknown', () => {
  fc.assert(fc.property(courses, (course) => {
    const unpacked = unpackCourse(packCourse(course))
    expectClose(unpacked.meanC, course.meanC, course.meanC, meanStepK)
    expectClose(unpacked.p10C, course.p10C, course.meanC, spreadStepK)
    expectClose(unpacked.p90C, course.p90C, course.meanC, spreadStepK)
    expect(unpacked.state).toEqual(course.state)
  }), { numRuns: 1000 })
})

it('packed again, it is the same to the last byte', () => {
  fc.assert(fc.property(courses, (course) => {
    const once = packCourse(course)
    expect(packCourse(unpackCourse(once))).toEqual(once)
  }), { numRuns: 1000, examples: [
    // Found by chance: distances at the limits, which round to beyond them.
    [{ meanC: Float32Array.of(-7.825), p10C: Float32Array.of(Number.NaN), p90C: Float32Array.of(327), state: Uint8Array.of(0) }],
    [{ meanC: Float32Array.of(7.825), p10C: Float32Array.of(-327), p90C: Float32Array.of(Number.NaN), state: Uint8Array.of(0) }],
  ] })
})

it('two days in steps of 20 min take at most 400 bytes, by day and by night, in winter and in summer', () => {
  const sizes = Array.from({ length: 200 }, (_, i) => packCourse(typicalCourse(i)).length)
  console.info(`packed courses of 145 steps: ${Math.min(...sizes)} to ${Math.max(...sizes)} bytes`)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(400)
})

it('refuses what is no course, and never hangs on bytes that are none', () => {
  const course = newCourse(3)
  expect(() => packCourse({ ...course, state: new Uint8Array(2) })).toThrow('differ in length')
  for (const bad of [Infinity, -Infinity, 328, -1e9]) expect(() => packCourse({ ...course, meanC: Float32Array.of(0, bad, 0) })).toThrow('cannot be packed')
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
    try {
      unpackCourse(bytes)
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError)
    }
  }), { numRuns: 5000 })
  const whole = packCourse(typicalCourse(1))
  expect(() => unpackCourse(whole.subarray(0, whole.length - 5))).toThrow('ends too early')
})
