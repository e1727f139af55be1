import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './hearthway'

test('an analyst takes an asset away as a GeoPackage in a Gauss-Krueger zone', async ({ desk, app }) => {
  const bridge = app.network.assets.find(({ kind, name }) => kind === 'bridge' && name.zh !== '')!
  const count = app.network.segments.filter(({ asset_id: id }) => id === bridge.id).length
  await desk.locator('.top-bar').getByRole('combobox').fill(bridge.name.zh)
  await desk.keyboard.press('Enter')
  await desk.getByRole('button', { name: '导出数据' }).click()
  const panel = desk.getByRole('dialog', { name: '导出数据' })
  await expect(panel.getByRole('heading', { name: '导出数据' })).toBeFocused()
  await expect(panel.getByLabel(`所选设施：${bridge.name.zh}（${count} 段）`)).toBeChecked()
  await panel.getByLabel('GeoPackage').check()
  await panel.getByLabel('坐标参考系').selectOption('EPSG:4551')
  expect((await new AxeBuilder({ page: desk }).withTags(['wcag2a', 'wcag2aa']).include('.export-panel').analyze()).violations).toEqual([])
  await panel.getByRole('button', { name: '生成文件' }).click()
  const job = panel.locator('article')
  await expect(job).toContainText('可下载')
  await expect(job).toContainText(`EPSG:4551 · ${count} 段`)
  const [download] = await Promise.all([desk.waitForEvent('download'), job.getByRole('link', { name: '下载' }).click()])
  expect(download.suggestedFilename()).toBe('hearthway-harbin-segments.gpkg')
  const path = await download.path()
  if (spawnSync('ogrinfo', ['--version']).status === 0) {
    const info = execFileSync('ogrinfo', ['-al', '-so', path], { encoding: 'utf8' })
    expect(info).toContain(`Feature Count: ${count}`)
    expect(info).toContain('ID["EPSG",4551]')
  } else console.warn('SKIPPED: no ogrinfo (gdal-bin), so the exported file was not read by GDAL')

  // What is lacking is said and nothing leaves; a period is readings.
  await panel.getByRole('radio', { name: '一段时间' }).click()
  await panel.getByLabel('止（不含').fill('2000-01-01T00:00')
  await expect(panel.getByText('止须晚于起')).toBeVisible()
  await expect(panel.getByRole('button', { name: '下载' })).toBeDisabled()
  await job.getByRole('button', { name: /^移除/ }).click()
  await expect(panel.locator('article')).toHaveCount(0)
  await desk.keyboard.press('Escape')
  await expect(panel).toBeHidden()
})

test('an analyst downloads the whole network in both reference systems', async ({ desk, app }) => {
  await desk.getByRole('button', { name: '导出数据' }).click()
  const panel = desk.getByRole('dialog', { name: '导出数据' })
  for (const [format, system] of [['GeoJSON', 'CRS84'], ['JSON-FG', 'EPSG:4490']] as const) {
    await panel.getByLabel(format).check()
    await expect(panel.getByLabel('坐标参考系')).toHaveValue(system)
    const [download] = await Promise.all([desk.waitForEvent('download'), panel.getByRole('link', { name: '下载' }).click()])
    const collection = JSON.parse(readFileSync(await download.path(), 'utf8')) as { features: { geometry: { coordinates: [number, number][] }; place?: { coordinates: [number, number][] } }[] }
    expect(collection.features).toHaveLength(app.network.segments.length)
    const [first] = collection.features
    expect(first!.geometry.coordinates[0]![0]).toBeGreaterThan(100)
    // EPSG:4490 is latitude first.
    if (system === 'EPSG:4490') expect(first!.place!.coordinates[0]![0]).toBeLessThan(60)
  }
})
