import { expect, test } from 'vitest'
import { isClean, judgeSoak, type KeptCommand } from './judge-soak'

const kept = (id: number, more: Partial<KeptCommand> = {}): KeptCommand => ({ id, key: `k${id}`, loop: 'L0', sequence: id, state: 'applied', appliedAt: new Date(0), ...more })
const acknowledged = [{ key: 'k1', ids: [1] }, { key: 'k2', ids: [2] }]
const effects = [{ loop: 'L0', sequence: 1 }, { loop: 'L0', sequence: 2 }]

test('a clean run', () => {
  expect(isClean(judgeSoak(acknowledged, [kept(1), kept(2)], effects))).toBe(true)
})
test.each([
  ['lost', acknowledged, [kept(1)], effects],
  ['madeTwice', acknowledged, [kept(1), kept(2, { key: 'k1' })], effects],
  ['doubleEffects', acknowledged, [kept(1), kept(2)], [...effects, { loop: 'L0', sequence: 2 }]],
  ['appliedNeverDone', acknowledged, [kept(1), kept(2)], effects.slice(0, 1)],
  ['unsettled', acknowledged, [kept(1), kept(2, { state: 'unknown' })], effects],
] as const)('%s is counted', (what, told, rows, done) => {
  const verdict = judgeSoak(told, rows, done)
  expect(verdict[what]).toBe(1)
  expect(isClean(verdict)).toBe(false)
})
