import { expect, it } from 'vitest'
import { routeClassOf } from './route-class'
import { isLowerEnd, parseDesignator, reciprocalOf, runwayThird, writeDesignator } from './runway'

it('reads designators and knows the other end of each (Beijing, Changsha, Guangzhou, Harbin)', () => {
  for (const [one, other] of [['01', '19'], ['18L', '36R'], ['18R', '36L'], ['02C', '20C'], ['11L', '29R'], ['05', '23']] as const) {
    expect(writeDesignator(reciprocalOf(parseDesignator(one)!))).toBe(other)
    expect(writeDesignator(reciprocalOf(parseDesignator(other)!))).toBe(one)
    expect([one, other].map((end) => isLowerEnd(parseDesignator(end)!))).toEqual([true, false])
  }
  for (const text of ['00', '37', '1', '18X', '18l', '018', '']) expect(parseDesignator(text), text).toBeNull()
})

it('counts thirds from the lower-numbered threshold', () => {
  expect([-5, 0, 999, 1000, 1999, 2000, 3000, 3010].map((fromM) => runwayThird(fromM, 3000))).toEqual([1, 1, 1, 2, 2, 3, 3, 3])
})

it('tells the class of a route from its number', () => {
  expect(['G1', 'S206', 'X012', 'Y001', 'C123', 'Z1', '中山路', 'G', 'G12345'].map(routeClassOf)).toEqual(['national', 'provincial', 'county', 'township', 'village', 'special', null, null, null])
})
