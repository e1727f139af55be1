import { expect, test } from './hearthway'

test('an analyst finds a place by coordinates and by stake, and measures from there', async ({ desk, app }) => {
  const segment = app.network.segments.find(({ kind, route }) => kind === 'bridge' && route !== null)!
  const [lon, lat] = segment.axis[0]!
  const search = desk.locator('.top-bar').getByRole('combobox')
  await search.fill(`${lat}, ${lon}`)
  await desk.keyboard.press('Enter')
  const card = desk.getByRole('region', { name: '坐标' })
  await expect(card).toContainText('EPSG:4490')
  await expect(card).toContainText(segment.route!)
  await card.getByRole('button', { name: '从此量测' }).click()
  const panel = desk.getByRole('region', { name: '量测' })
  await panel.getByRole('radio', { name: '缓冲' }).click()
  await panel.getByRole('button', { name: '完成' }).click()
  await expect(panel).toContainText(/缓冲内路段\s*\d+ 段/)
  await panel.getByRole('button', { name: '增大' }).click()
  await expect(panel.getByLabel('缓冲半径')).toHaveValue('200')
  await desk.locator('body').press('Escape')
  await expect(panel).toBeHidden()

  await search.fill(`${segment.route} K${Math.floor(segment.from_m / 1000)}+${String(Math.round(segment.from_m % 1000)).padStart(3, '0')}`)
  await expect(desk.locator('#search-hits').getByRole('option').first()).toBeVisible()
  await desk.keyboard.press('Enter')
  await expect(desk.getByRole('region', { name: new RegExp(segment.route!) })).toBeVisible()
})
