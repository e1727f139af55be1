import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, withoutMap } from './hearthway'

const password = 'roads-for-the-winter'

/** An empty instance with one engineer: a demo takes no imports. */
async function startEmpty(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'hearthway-import-'))
  const env = { ...process.env, HEARTHWAY_DATABASE_URL: '', HEARTHWAY_DATA_DIR: folder, HEARTHWAY_PORT: '0', HEARTHWAY_PUBLIC_READ: 'on', HEARTHWAY_LOG_LEVEL: 'info' }
  const admin = spawn(process.execPath, ['dist/server/admin.js', 'create', 'wang', '--role', 'engineer', '--password-stdin'], { env, stdio: ['pipe', 'ignore', 'inherit'] })
  admin.stdin.end(password)
  expect(await new Promise((resolve) => { admin.once('exit', resolve) })).toBe(0)
  const server = spawn(process.execPath, ['dist/server/start.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk: Buffer) => { said += chunk.toString('utf8') })
  await expect.poll(() => said, { timeout: 60_000, intervals: [100] }).toContain('Hearthway is serving')
  return {
    url: /"url":"(http[^"]+)"/.exec(said)![1]!,
    async stop() {
      const ended = new Promise((resolve) => { server.once('exit', resolve) })
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

test('an engineer brings in a swapped file, answers the question, and takes it back', async ({ page }) => {
  const { url, stop } = await startEmpty()
  try {
    await withoutMap(page)
    await page.goto(url)
    await page.getByRole('button', { name: '登录' }).first().click()
    const signIn = page.getByRole('dialog').first()
    await signIn.getByLabel('用户名').fill('wang')
    await signIn.getByLabel('密码').fill(password)
    await page.keyboard.press('Enter')
    await page.locator('.top-bar').getByRole('button', { name: '导入', exact: true }).click()
    const panel = page.getByRole('dialog', { name: '导入路网' })
    await expect(panel.getByRole('heading', { name: '导入路网' })).toBeFocused()

    const line = (name: string, from: [number, number], to: [number, number]) => ({ type: 'Feature', properties: { 路名: name, highway: 'primary' }, geometry: { type: 'LineString', coordinates: [from, to] } })
    const roads = { type: 'FeatureCollection', features: [line('中山路', [45.75, 126.63], [45.76, 126.65]), line('红军街', [45.755, 126.64], [45.765, 126.64]), { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [45.75, 126.64] } }] }
    await panel.locator('input[type=file]').setInputFiles({ name: '北段.geojson', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(roads)) })
    const question = panel.getByRole('group', { name: '两轴对调了吗？' })
    await expect(question).toContainText('首个坐标为 45.75, 126.63')
    await expect(question.getByRole('radio', { checked: true })).toHaveCount(0)
    await expect(panel.getByRole('button', { name: '按此重新读取' })).toBeDisabled()
    await expect(panel.getByRole('button', { name: /^入库/ })).toBeDisabled()
    expect((await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).include('.imports-panel').analyze()).violations).toEqual([])
    await question.getByLabel('是：对调两轴').press('Space')
    await panel.getByRole('button', { name: '按此重新读取' }).click()
    await expect(panel.getByText('✓ 是：对调两轴')).toBeVisible()
    await expect(panel.getByRole('combobox', { name: '名称', exact: true })).toHaveValue('路名')
    await expect(panel.locator('section').filter({ hasText: '被拒绝的要素' })).toContainText('几何不是线')
    await panel.getByRole('button', { name: /^入库/ }).click()

    const outcome = panel.locator('.outcome')
    await expect(outcome).toContainText(/已入库：\d+ 段/)
    const saving = page.waitForEvent('download')
    await outcome.getByRole('button', { name: '下载报告' }).click()
    expect(JSON.parse(readFileSync(await (await saving).path(), 'utf8'))).toMatchObject({ source: { accepted_as: ['swapped'] }, refused: { features: 1 } })
    // Stations stand on the roads that are there now: one row can, one cannot.
    await outcome.getByRole('button', { name: '再导入一个' }).click()
    await panel.locator('input[type=file]').setInputFiles({ name: '测站.csv', mimeType: 'text/csv', buffer: Buffer.from('站号,站名,东经,北纬,要素\nt1,一号站,126.64,45.755,路表\nt2,二号站,126.7,45.755,路表\n') })
    const counts = panel.locator('section').filter({ hasText: '将导入' })
    await expect(counts.locator('.figures')).toContainText('测站1')
    await expect(counts).toContainText('第 3 行（t2）')
    await expect(panel.getByRole('combobox', { name: '经度', exact: true })).toHaveValue('东经')
    expect((await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).include('.imports-panel').analyze()).violations).toEqual([])
    await panel.getByRole('button', { name: '入库 1 个测站' }).click()
    await expect(outcome).toContainText('已入库：1 个测站')
    await outcome.getByRole('button', { name: '查看已导入' }).click()
    await panel.getByRole('button', { name: '撤回 2' }).click()
    await panel.getByRole('button', { name: '确认撤回' }).click()
    await expect(panel.getByText('已撤回第 2 号导入：1 个测站')).toBeFocused()
    await panel.getByRole('button', { name: '撤回 1' }).click()
    await expect(panel.getByRole('button', { name: '保留' })).toBeFocused()
    await panel.getByRole('button', { name: '确认撤回' }).click()
    await expect(panel.getByText(/已撤回第 1 号导入/)).toBeFocused()
    await expect(panel.getByText(/由 wang 撤回/)).toHaveCount(2)
    await page.keyboard.press('Escape')
    await expect(panel).toBeHidden()
  } finally {
    await stop()
  }
})
