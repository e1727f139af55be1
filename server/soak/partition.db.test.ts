import { expect, test } from 'vitest'
import { openPostgresTestDatabase } from '#db/testing/postgres-test-database'
import { leaseTiming } from '#server/store/leader-lease'
import { isClean } from './judge-soak'
import { isWhole, runPartition } from './run-partition'

/** One round of `npm run soak -- partition`, from the sources. */
test('a leader that is cut off from the database, but not from the controllers, stops sending; the other follows, and when the line is whole again one of them sends', async () => {
  const words: string[] = []
  const { target, close } = await openPostgresTestDatabase()
  const report = await runPartition({ kinds: ['database'], seed: 'one', database: { url: (target as { url: string }).url, stop: close }, launch: ['--import', 'tsx', 'server/cli/start.ts'], tell: (text) => words.push(text) })
  expect(isClean(report) && isWhole(report), JSON.stringify({ report, words })).toBe(true)
  expect(report.epochs).toBe(2)
  expect(report.stoppedAfterMs).toBeLessThan(leaseTiming.believedMs + 200)
  expect(report.followedAfterMs).toBeGreaterThan(report.stoppedAfterMs)
  expect(report.effects).toBeGreaterThan(5)
  expect(report.acknowledged).toBeGreaterThan(10)
}, 120_000)
