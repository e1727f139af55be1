import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import type { PlantFile } from '#domain/network/plant-file'
import { expect, signIn, test, withoutMap } from './hearthway'

test.use({ viewport: { width: 1700, height: 760 } })

test('an engineer takes the plant in force, mends a faulty file, reads its plan and applies it, also after somebody else was faster', async ({ page, app }) => {
  await withoutMap(page)
  await page.goto(app.url)
  await signIn(page, app, 'engineer')
  await page.locator('.top-bar').getByRole('button', { name: '装置', exact: true }).click()
  const panel = page.getByRole('dialog', { name: '装置配置' })
  await expect(panel.locator('.version')).toContainText('第 1 版现行')
  await panel.getByLabel('按编号或名称筛选').fill('songhuajiang-1')
  await panel.getByRole('button', { name: 'songhuajiang-1' }).click()
  await expect(panel.locator('.detail')).toContainText('松花江公路大桥 北行 K0+000 – K0+321.1')
  await expect(panel.locator('.detail')).toContainText(/最高供水温度\d+ °C默认（假定）/)
  const saving = page.waitForEvent('download')
  await panel.getByRole('button', { name: '下载现行文件' }).click()
  const plant = JSON.parse(readFileSync(await (await saving).path(), 'utf8')) as PlantFile

  await panel.getByRole('radio', { name: '变更' }).click()
  const choose = (edit: (loop: PlantFile['loops'][number]) => void) => {
    const file = structuredClone(plant)
    edit(file.loops.find(({ id }) => id === 'songhuajiang-1')!)
    return panel.locator('input[type=file]').setInputFiles({ name: 'spring.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) })
  }
  await choose((loop) => { loop.heat_min_c = 60 })
  await expect(panel.locator('.remarks')).toContainText('heat_min_c 60 °C 不低于 heat_max_c 45 °C')
  await expect(panel.locator('.remarks')).toContainText('处理 更正上下限')
  await expect(panel.getByRole('button', { name: /应用为/ })).toHaveCount(0)
  await choose((loop) => { loop.limits = { hottest_supply_c: 44 } })
  const changed = panel.locator('.thing').filter({ hasText: 'songhuajiang-1' })
  await expect(changed).toContainText(/最高供水温度 limits\.hottest_supply_c无→44 °C/)
  expect((await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).include('.ui-dialog').analyze()).violations).toEqual([])

  // Somebody else, meanwhile.
  const faster = structuredClone(plant)
  faster.energy_stations[0]!.name.zh = '一号能源站'
  const other = await page.request.post(`${app.url}/api/plant/apply`, { data: { file: faster, reason: '改名' }, headers: { origin: app.url } })
  expect(await other.json()).toMatchObject({ outcome: 'applied', version: 2 })
  await panel.getByLabel('原因').fill('沥青软化点低')
  await page.keyboard.press('Enter')
  await expect(panel.getByText(/没有应用：比对之后，engineer 已于 .* 应用了第 2 版（改名）/)).toBeVisible()
  await expect(panel.getByRole('button', { name: /应用为/ })).toBeDisabled()
  await panel.getByRole('button', { name: '重新比对' }).click()
  await expect(panel.locator('.thing').filter({ hasText: 'hrb-es-1' })).toContainText('一号能源站→松花江公路大桥能源站')
  await panel.getByRole('button', { name: '应用为第 3 版' }).click()
  await expect(panel.getByText('已应用为第 3 版')).toBeFocused()

  await panel.getByRole('radio', { name: /历次版本 3/ }).click()
  await panel.getByRole('row').filter({ hasText: '第 3 版' }).getByRole('button').click()
  await expect(panel.getByRole('region', { name: '第 3 版改变了什么' })).toContainText(/沥青软化点低.*hottest_supply_c/)
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
})
