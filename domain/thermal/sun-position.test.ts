import { expect, it } from 'vitest'
import { extraterrestrialWPerM2, sunPosition } from './sun-position'

it("stands where NREL's published example has it: 17 October 2003, 12:30:30 at UTC-7, Golden (Reda & Andreas 2003)", () => {
  const sun = sunPosition(Date.UTC(2003, 9, 17, 19, 30, 30), 39.742476, -105.1786)
  // Theirs is 50.11162° of zenith with 0.0163° of refraction, azimuth 194.34024°.
  expect(90 - sun.elevationDeg).toBeCloseTo(50.1279, 1)
  expect(Math.abs(90 - sun.elevationDeg - 50.1279)).toBeLessThan(0.02)
  expect(Math.abs(sun.azimuthDeg - 194.34)).toBeLessThan(0.02)
  expect(sun.distanceAu).toBeCloseTo(0.9965, 3)
})

it('stands overhead on the tropic at midsummer noon, at 66.56° + 23.44° of nothing at the winter pole', () => {
  expect(sunPosition(Date.UTC(2024, 5, 20, 12, 2), 23.44, 0).elevationDeg).toBeGreaterThan(89.4)
  const pole = sunPosition(Date.UTC(2024, 11, 21, 12), 80, 0)
  expect(pole.elevationDeg).toBeLessThan(-13)
  expect(extraterrestrialWPerM2(pole)).toBe(0)
})

it('crosses the south at noon in Harbin, from east to west', () => {
  const at = (utcHour: number) => sunPosition(Date.UTC(2026, 2, 20, utcHour, 0), 45.75, 126.63).azimuthDeg
  expect(at(23)).toBeGreaterThan(90)
  expect(at(1)).toBeLessThan(180)
  expect(at(7)).toBeGreaterThan(180)
})
