import { AxeBuilder } from '@axe-core/playwright'
import type { WhatIfAnswer } from '#domain/wire/what-if'
import { expect, goTo, middleOf, pointOf, signIn, test, zoomInAt, type Hearthway } from './hearthway'

/** A loop on a bridge, and a segment of it. */
function bridgeLoop({ network }: Hearthway) {
  const segment = network.segments.find(({ kind, loop_id }) => kind === 'bridge' && loop_id !== null)!
  return { segment, loop: network.loops.find(({ id }) => id === segment.loop_id)! }
}

test('an operator sees the city: its clock, its network, how old the picture is', async ({ desk, app }) => {
  await expect(desk.getByText('DEMO ×10')).toBeVisible()
  // The browser stands in New York; the clock must be the city's.
  const shown = await desk.locator('.clock time').innerText()
  const [hour, minute] = shown.split(':').map(Number) as [number, number]
  const inCity = new Date((await app.siteNow()).getTime() + 8 * 3_600_000)
  const apart = Math.abs(hour * 60 + minute - (inCity.getUTCHours() * 60 + inCity.getUTCMinutes()))
  expect(Math.min(apart, 1440 - apart)).toBeLessThan(5)
  await expect(desk.getByText('© OpenStreetMap').first()).toBeVisible()
  expect(await desk.locator('body').innerText()).not.toMatch(/NaN|undefined|null|\[object/)
})

test('an operator clicks a known place and gets that segment', async ({ desk, app }) => {
  const bridges = app.network.segments.filter(({ loop_id, kind }) => loop_id !== null && kind === 'bridge')
  for (const segment of [bridges[1]!, bridges.at(-2)!]) {
    await goTo(desk, segment)
    await zoomInAt(desk, segment)
    const { x, y } = await pointOf(desk, middleOf(segment))
    await desk.keyboard.press('Escape')
    await expect(desk.locator('[data-segment-id]')).toHaveCount(0)
    await desk.mouse.click(x, y)
    await expect(desk.locator('[data-segment-id]')).toHaveAttribute('data-segment-id', segment.id)
  }
})

test('a reading changes the colour of its segment', async ({ desk, app }) => {
  const segment = app.network.segments.find(({ id, kind, loop_id }) => kind === 'road' && loop_id === null && app.network.sensors.some((sensor) => sensor.segment_id === id && sensor.quantity === 'surface_temperature'))!
  const sensor = app.network.sensors.find(({ segment_id, quantity }) => segment_id === segment.id && quantity === 'surface_temperature')!
  // Its own device falls silent, so that no other reading comes between.
  await app.fault(`sensors/${sensor.id}`, { fault: 'dead' })
  try {
    await goTo(desk, segment)
    const colour = () => desk.evaluate((at) => window.hearthway!.colourAt(at), middleOf(segment))
    await app.post(sensor.id, -20)
    await expect.poll(colour, { message: 'the colour of -20 °C' }).toEqual([0x4e, 0x66, 0xcc])
    await app.post(sensor.id, 20)
    await expect.poll(colour, { message: 'the colour of +20 °C' }).toEqual([0xfc, 0xac, 0x3f])
  } finally {
    await app.fault(`sensors/${sensor.id}`, { fault: 'none' })
  }
})

test('an operator draws a zone, keeps it, and is told what is wrong with a crossed one', async ({ desk, app }) => {
  await signIn(desk, app)
  const zones = desk.locator('.zones')
  const draw = async (points: [number, number][]) => {
    await zones.getByRole('button', { name: '画区域' }).click()
    await desk.waitForTimeout(500)
    for (const [x, y] of points) {
      await desk.mouse.move(x, y, { steps: 4 })
      await desk.waitForTimeout(250)
      await desk.mouse.click(x, y)
      await desk.waitForTimeout(250)
    }
    await desk.keyboard.press('Enter')
  }
  await draw([[760, 400], [1300, 400], [1300, 690], [760, 690]])
  await expect(zones.locator('.answer .sum')).toContainText(/\d+/)
  await zones.locator('.draft input').fill('中心区')
  await zones.getByRole('button', { name: '保存' }).click()
  await expect(zones.getByRole('button', { name: '中心区', exact: true })).toBeVisible()
  await desk.reload()
  await expect(zones.getByRole('button', { name: '中心区', exact: true })).toBeVisible({ timeout: 30_000 })
  await expect(desk.locator('[data-map-ready="true"]')).toBeVisible({ timeout: 60_000 })
  await draw([[760, 400], [1300, 690], [1300, 400], [760, 690]])
  await expect(zones.getByRole('alert')).toContainText('自相交')
})

test('an operator sends a command and sees it applied only when it has been read back', async ({ desk, app }) => {
  const { segment, loop } = bridgeLoop(app)
  await signIn(desk, app)
  await goTo(desk, segment)
  await desk.locator('.inspector .actions .primary').click()
  const dialog = desk.getByRole('dialog')
  const hold = dialog.locator('.ui-hold')
  // Letting go early sends nothing.
  await hold.focus()
  await desk.keyboard.down('Space')
  await desk.waitForTimeout(700)
  await desk.keyboard.up('Space')
  await desk.waitForTimeout(500)
  expect(await (await fetch(`${app.url}/api/commands`)).json()).toMatchObject({ commands: [] })
  await hold.hover()
  await desk.mouse.down()
  await desk.waitForTimeout(2600)
  await desk.mouse.up()
  await expect(dialog.getByText(/已请求 #\d+/)).toBeVisible()
  await desk.keyboard.press('Escape')
  const row = desk.locator('.tray .row').first()
  await expect(row.locator('.sign')).toContainText('=')
  const { commands } = await (await fetch(`${app.url}/api/commands`)).json() as { commands: { loop_id: string; state: string; setpoint_c: number; read_back: { setpoint_c: number } }[] }
  expect(commands[0]).toMatchObject({ loop_id: loop.id, state: 'applied', read_back: { setpoint_c: commands[0]!.setpoint_c } })
})

test('an operator sees what a command would change before it is given, the course computed by the page itself', async ({ desk, app }) => {
  // A run that has heard of the loops comes ten site minutes after the first.
  test.setTimeout(240_000)
  const { segment, loop } = bridgeLoop(app)
  const given = async (): Promise<unknown[]> => ((await (await fetch(`${app.url}/api/commands`)).json()) as { commands: unknown[] }).commands
  const before = (await given()).length
  await goTo(desk, segment)
  const worker = desk.waitForEvent('worker', (opened) => opened.url().includes('what-if'))
  await desk.locator('.inspector .actions .primary').click()
  const preview = desk.getByRole('dialog').locator('.what-if')
  await worker
  await expect(preview.locator('canvas')).toBeVisible({ timeout: 120_000 })
  await expect(preview.locator('tbody tr').last()).toContainText('kWh')
  // What the page computed for this segment is what the server says of it, as far as one decimal and a few seconds allow.
  const shown = await preview.locator('tbody tr').first().locator('.value').allTextContents()
  const commands = [{ target: { kind: 'loop', id: loop.id }, mode: 'heat', setpoint_c: Number(await desk.getByRole('dialog').locator('.number input').inputValue()), lease_s: 7200 }]
  const answer = await (await fetch(`${app.url}/api/what-if`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands }) })).json() as WhatIfAnswer
  const own = answer.segments.find((row) => row.segment_id === segment.id)!
  for (const [i, outcome] of [own.without!, own.with!].entries()) expect(Number(shown[i]!.replace('\u2212', '-').replace(' °C', ''))).toBeCloseTo(outcome.end_surface_c, 0)
  await desk.getByRole('dialog').getByRole('radio', { name: /保温/ }).click()
  await expect(preview).toContainText('无法推演')
  await expect(preview.locator('canvas')).toHaveCount(0)
  expect((await given()).length).toBe(before)
})

test('a controller is unplugged: everything of it becomes unknown, and is read again when it returns', async ({ desk, app }) => {
  const { segment, loop } = bridgeLoop(app)
  await signIn(desk, app)
  await goTo(desk, segment)
  const block = desk.locator('.inspector section.loop')
  await expect(block.locator('dl')).toBeVisible()
  await app.fault(`controllers/${loop.controller_id}`, { power: 'off' })
  try {
    await expect(block.locator('.unknown')).toBeVisible()
    await expect(block.locator('dl')).toHaveCount(0)
  } finally {
    await app.fault(`controllers/${loop.controller_id}`, { power: 'on' })
  }
  await expect(block.locator('dl')).toBeVisible({ timeout: 45_000 })
})

test('an operator looks back: the whole screen shows that time, commands are off, N returns', async ({ desk, app }) => {
  const { segment } = bridgeLoop(app)
  await goTo(desk, segment)
  const bar = await desk.locator('.time-bar canvas').first().boundingBox()
  await desk.mouse.click(bar!.x + bar!.width * 0.2, bar!.y + bar!.height / 2)
  await expect(desk.locator('.band.past')).toBeVisible()
  await expect(desk.locator('.clock')).toContainText('回看')
  await expect(desk.locator('.inspector .actions .primary')).toHaveCount(0)
  await desk.keyboard.press('n')
  await expect(desk.locator('.band.past')).toHaveCount(0)
  await expect(desk.locator('.inspector .actions .primary')).toBeVisible()
})

test('nobody is shut out: no serious fault of accessibility on the desk', async ({ desk, app }) => {
  await goTo(desk, bridgeLoop(app).segment)
  const { violations } = await new AxeBuilder({ page: desk }).withTags(['wcag2a', 'wcag2aa']).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
})

test('a reader switches the language', async ({ desk }) => {
  await desk.getByRole('radio', { name: 'EN' }).click()
  await expect(desk.locator('.tray')).toContainText('Commands')
  expect(await desk.evaluate(() => document.documentElement.lang)).toBe('en')
  await desk.getByRole('radio', { name: '中文' }).click()
  await expect(desk.locator('.tray')).toContainText('指令')
})
