import type { ForecastFrame, SegmentForecastView } from '#domain/wire/forecast'
import { forecastOverview, get, measuredRoad } from './forecast-of'
import { expect, goTo, middleOf, test } from './hearthway'

const signed = (celsius: number): string => `${celsius < 0 ? '−' : '+'}${Math.abs(celsius).toFixed(1)}`

test.beforeEach(async ({ app }) => {
  test.setTimeout(300_000)
  await expect.poll(async () => (await forecastOverview(app)).run?.id ?? null, { message: 'a first forecast run', timeout: 180_000 }).not.toBeNull()
})

test('an operator looks six hours ahead and sees the forecast, not now', async ({ desk, app }) => {
  const { segment, sensor } = measuredRoad(app)
  const inspector = desk.locator('.inspector')
  const badge = desk.locator('[data-forecast-badge]')
  const colour = () => desk.evaluate((at) => window.hearthway!.colourAt(at), middleOf(segment))
  await app.fault(`sensors/${sensor.id}`, { fault: 'dead' })
  try {
    await goTo(desk, segment)
    await app.post(sensor.id, 20)
    await expect.poll(colour, { message: 'the colour of +20 °C' }).toEqual([0xfc, 0xac, 0x3f])
    for (let hour = 0; hour < 6; hour++) await desk.keyboard.press('Shift+ArrowRight')
    await expect(badge).toContainText(/预报 FORECAST \+(6 h|5 h [45]\d min)/)
    await expect(badge).toContainText(/UTC\+8 城市时间/)
    await expect(badge).toContainText(/预报 .+ 前 · 天气 .+ 前/)
    await expect(desk.locator('.clock')).toContainText('预报')
    const forecastValue = inspector.locator('[data-forecast-value]')
    await expect(forecastValue.locator('.forecast')).toBeVisible()
    // What is shown is what the server forecasts for the named instant; a new run may come in between.
    await expect(async () => {
      const [, day, minutes] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d)/.exec(await badge.innerText())!
      const { run, course } = await get<SegmentForecastView>(app, `/api/segments/${segment.id}/forecast`)
      const step = Math.round((Date.parse(`${day}T${minutes}:00+08:00`) - Date.parse(run!.start_at)) / 1000 / run!.step_s)
      expect(await forecastValue.innerText()).toContain(signed(course!.mean_c[step]!))
      expect(await forecastValue.innerText()).toContain(minutes)
    }).toPass({ timeout: 45_000 })
    // What is so now stands apart, and goes on.
    await expect(inspector.locator('[data-present-value]')).toContainText('+20.0')
    const before = await badge.innerText()
    await app.post(sensor.id, 25)
    await expect(inspector.locator('[data-present-value]')).toContainText('+25.0')
    expect(await forecastValue.innerText()).not.toContain('+25.0')
    const ahead = await colour()
    expect(/\d{4}-\d\d-\d\d/.exec(await badge.innerText())![0]).toBe(/\d{4}-\d\d-\d\d/.exec(before)![0])
    await desk.keyboard.press('Home')
    await expect(badge).toHaveCount(0)
    await expect(inspector.locator('.head > .value')).toContainText('+25.0')
    await expect.poll(colour, { message: 'another colour than the forecast had' }).not.toEqual(ahead)
  } finally {
    await app.fault(`sensors/${sensor.id}`, { fault: 'none' })
  }
})

test('commands are off while an operator looks ahead', async ({ desk, app }) => {
  await goTo(desk, app.network.segments.find(({ kind, loop_id }) => kind === 'bridge' && loop_id !== null)!)
  await expect(desk.locator('.inspector .actions .primary')).toBeVisible()
  await desk.keyboard.press('ArrowRight')
  await expect(desk.locator('[data-forecast-badge]')).toBeVisible()
  await expect(desk.locator('.inspector .actions .primary')).toHaveCount(0)
  await desk.keyboard.press('c')
  await expect(desk.getByRole('dialog')).toHaveCount(0)
  await desk.locator('[data-forecast-badge] button').click()
  await expect(desk.locator('.inspector .actions .primary')).toBeVisible()
})

test('a forecast on old weather is not drawn, and says why and since when', async ({ desk, app }) => {
  await desk.route(/\/api\/forecast\?at=/, async (route) => {
    const frame = (await (await route.fetch()).json()) as ForecastFrame
    await route.fulfill({ json: { ...frame, run: { ...frame.run!, weather_issued_at: new Date((await app.siteNow()).getTime() - 7 * 3_600_000).toISOString(), stale: ['weather_old'] } } })
  })
  await goTo(desk, measuredRoad(app).segment)
  await desk.keyboard.press('ArrowRight')
  await expect(desk.locator('[data-forecast-badge]')).toContainText(/按未知显示：所依据的天气已超过 6 h（自 .*\d\d:\d\d）/)
  await expect(desk.locator('[data-forecast-value] .unknown').first()).toBeVisible()
  await expect(desk.locator('[data-forecast-value] .forecast')).toHaveCount(0)
})

test('an operator is told that the newest weather was refused, and why', async ({ desk, app }) => {
  const real = await get<Record<string, unknown>>(app, '/api/weather/status')
  await desk.route('**/api/weather/status', (route) => route.fulfill({ json: { ...real, refused: { field: 'hourly.temperature_2m', reason: { zh: '单位不明', en: 'unit not known' } } } }))
  await desk.reload()
  const status = desk.locator('.time-bar .status')
  await expect(status).toContainText('最新天气被拒', { timeout: 60_000 })
  await status.click()
  await expect(desk.getByRole('dialog')).toContainText(/hourly\.temperature_2m\s*单位不明/)
})
