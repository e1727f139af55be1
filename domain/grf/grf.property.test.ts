import fc from 'fast-check'
import { expect, it } from 'vitest'
import { assessRwycc, findObservationFault } from './assess-rwycc'
import { contaminants } from './contaminant'
import { coveragePercents } from './coverage'
import { hasDepth } from './depth'
import { predictAfterMelt, predictMidMelt, predictNow } from './predict-melt'
import { rwyccs } from './rwycc'
import { judgeThird } from './third-condition'

const observation = fc.record({
  contaminant: fc.constantFrom(...contaminants), coveragePercent: fc.constantFrom(...coveragePercents), depthMm: fc.option(fc.integer({ min: 1, max: 200 })), assignedRwycc: fc.option(fc.constantFrom(...rwyccs)),
}).map((third) => ({ ...third, depthMm: hasDepth(third.contaminant) ? third.depthMm : null })).filter((third) => findObservationFault(third) === null)
const range = fc.option(fc.tuple(fc.double({ min: -30, max: 20, noNaN: true }), fc.double({ min: 0, max: 5, noNaN: true })).map(([minC, wide]) => ({ minC, maxC: minC + wide })))

it('melting never goes through a better code than it starts from', () => fc.assert(fc.property(observation, range, (third, surface) => {
  const [from, mid] = [assessRwycc(third, surface).code, predictMidMelt(third, surface).rwycc.code]
  return from === null || mid === null || mid <= from
})))

it('the code of now is never better than the reported one', () => fc.assert(fc.property(observation, range, (third, surface) => {
  const [reported, now] = [assessRwycc(third, surface).code, predictNow(third, surface).rwycc.code]
  return reported === null || (now !== null && now <= reported)
})))

it('a deeper cover is never better, and knowing less never makes a code higher', () => fc.assert(fc.property(observation, range, fc.integer({ min: 1, max: 100 }), (third, surface, more) => {
  const code = assessRwycc(third, surface).code
  if (third.depthMm !== null && code !== null) expect(assessRwycc({ ...third, depthMm: third.depthMm + more }, surface).code).toBeLessThanOrEqual(code)
  const blind = assessRwycc({ ...third, depthMm: third.contaminant === 'STANDING_WATER' ? third.depthMm : null }, null).code
  if (blind !== null && code !== null) expect(blind).toBeLessThanOrEqual(code)
})))

it('a lowered code stays lowered, through melting and after', () => fc.assert(fc.property(observation, range, fc.double({ min: 0.01, max: 1, noNaN: true }), (third, surface, share) => {
  const codes = [assessRwycc(third, surface), predictMidMelt(third, surface).rwycc, predictAfterMelt(third, surface, share).rwycc].map(({ code }) => code ?? 0)
  expect(Math.max(...codes)).toBeLessThanOrEqual(third.assignedRwycc ?? 6)
})))

it('says that melting lowers a code exactly where it does', () => fc.assert(fc.property(observation, range, (third, surface) => {
  const { now, midMelt, lowers } = judgeThird(third, 0, surface, 1)
  const known = now.rwycc.code !== null && midMelt !== null && midMelt.rwycc.code !== null
  expect(lowers).toBe(known ? midMelt.rwycc.code! < now.rwycc.code! : null)
})))
