import { expect, test } from 'vitest'
import { isClean } from './judge-soak'
import { runSoak } from './run-soak'

/** The same as `npm run soak`, in five rounds and from the sources. */
test('five kills of server, controller, database and broker lose nothing and do nothing twice', async () => {
  const words: string[] = []
  const report = await runSoak({ rounds: 5, seed: 'five', launch: ['--import', 'tsx', 'server/cli/start.ts'], tell: (text) => words.push(text) })
  expect(isClean(report), JSON.stringify({ report, words })).toBe(true)
  expect(report.acknowledged).toBeGreaterThan(10)
  expect(report.effects).toBeGreaterThan(5)
  expect(report.effectsOverMqtt).toBeGreaterThan(2)
  expect(Object.values(report.kills).every((count) => count > 0), JSON.stringify(report.kills)).toBe(true)
}, 240_000)
