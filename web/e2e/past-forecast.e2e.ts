import { forecastOverview as overview, measuredRoad } from './forecast-of'
import { expect, goTo, test } from './hearthway'

/** Harbin's clock. */
const cityMinutes = (at: string | Date): string => new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(11, 16)

// Last of the tests by its name: by then the demo has a second forecast run.
test('an operator looks back and sees what was forecast then', async ({ desk, app }) => {
  test.setTimeout(300_000)
  const { segment } = measuredRoad(app)
  // Two runs that were issued in different minutes, the older one known a quarter of an hour ago.
  await expect.poll(async () => {
    const [now, then] = [await overview(app), await overview(app, new Date((await app.siteNow()).getTime() - 15 * 60_000))]
    return now.run !== null && then.run !== null && cityMinutes(now.run.issued_at) !== cityMinutes(then.run.issued_at)
  }, { timeout: 200_000, intervals: [3000] }).toBe(true)
  await goTo(desk, segment)
  const outlook = desk.locator('.inspector .outlook')
  await expect(outlook).toContainText(cityMinutes((await overview(app)).run!.issued_at))
  await desk.keyboard.press('ArrowLeft')
  const at = new Date((await app.siteNow()).getTime() - 10 * 60_000)
  await expect(desk.locator('.band.past')).toBeVisible()
  await expect(outlook).toContainText(/时所知的预报/)
  const shown = /(\d\d:\d\d) 发布/.exec(await outlook.innerText())![1]!
  const knownThen = await Promise.all([-60_000, 0].map(async (ms) => cityMinutes((await overview(app, new Date(at.getTime() + ms))).run!.issued_at)))
  expect(knownThen).toContain(shown)
  await desk.keyboard.press('n')
  await expect(outlook).not.toContainText(/时所知的预报/)
})

