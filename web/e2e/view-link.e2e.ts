import { expect, test } from './hearthway'

test('a colleague opens the address of what somebody looks at, and sees the same', async ({ desk, app, context }) => {
  const segment = app.network.segments.find(({ kind, loop_id: loop }) => kind === 'bridge' && loop !== null)!
  const search = desk.locator('.top-bar').getByRole('combobox')
  await search.fill(segment.id)
  await desk.keyboard.press('Enter')
  await expect(desk).toHaveURL(new RegExp(`/segment/${encodeURIComponent(segment.id)}$`))
  await desk.locator('body').press('5')
  await expect(desk.getByLabel('着色依据')).toHaveValue('age')
  await desk.locator('body').press('Shift+ArrowLeft')
  await expect(desk).toHaveURL(/\?at=[^&]+Z&layer=age$/)
  const link = desk.url()

  const other = await context.newPage()
  await other.goto(link)
  await expect(other.locator('[data-map-ready="true"]')).toBeVisible({ timeout: 60_000 })
  await expect(other.getByLabel('着色依据')).toHaveValue('age')
  await expect(other.locator('.inspector')).toContainText(segment.name.zh)
  await expect(other.locator('.top-bar')).toContainText('回看')
  expect(other.url()).toBe(link)
  // Back and forth like pages; the live view never changes the address by itself.
  await other.locator('body').press('Escape')
  await other.locator('body').press('Escape')
  await expect(other).toHaveURL(`${app.url}/?layer=age`)
  await other.goBack()
  await expect(other.locator('.inspector')).toContainText(segment.name.zh)
  // An address may say where the map was, and back brings that again too.
  await other.goto(`${app.url}/segment/${encodeURIComponent(segment.id)}?map=14.00/45.70000/126.60000`)
  await expect(other.locator('[data-map-ready="true"]')).toBeVisible({ timeout: 60_000 })
  await other.locator('body').press('Escape')
  await expect(other).toHaveURL(/\/\?map=14\.00/)
  await other.goBack()
  await expect(other.locator('.inspector')).toContainText(segment.name.zh)
  await expect(other).toHaveURL(/\/segment\/.*map=14\.00\/45\.70000\/126\.60000$/)

  await other.goto(`${app.url}/segment/gone.1`)
  await expect(other.getByRole('alert')).toContainText('gone.1 不在路网中')
  await other.close()
})
