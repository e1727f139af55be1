import { AxeBuilder } from '@axe-core/playwright'
import { expect, hold, test } from './hearthway'

test.use({ viewport: { width: 1194, height: 834 }, hasTouch: true })

test('crew reports a runway by glove, and the codes follow', async ({ page, app }) => {
  await page.goto(`${app.url}/airport/ZYHB`)
  await expect(page.getByText('还没有报告')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: '登录' }).click()
  const signIn = page.getByRole('dialog').first()
  await signIn.getByLabel('用户名').fill('crew')
  await signIn.getByLabel('密码').fill('hearthway')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '报告道面' }).tap()
  const entry = page.locator('.entry')
  const send = page.getByRole('button', { name: /按住.*报告/ })
  await expect(send).toBeDisabled()
  await entry.getByRole('button', { name: '干雪', exact: true }).tap()
  await entry.getByRole('button', { name: '50%' }).tap()
  await entry.getByRole('group', { name: /^厚度/ }).getByRole('button').nth(1).tap()
  await entry.getByRole('button', { name: '三段都这样' }).tap()
  // Everything that a glove needs is on the page, and large enough for one.
  for (const target of await entry.getByRole('button').all()) {
    const box = (await target.boundingBox())!
    expect([box.height >= 78, box.y + box.height <= 834 - 158]).toEqual([true, true])
  }
  expect((await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze()).violations).toEqual([])
  await hold(page, send)
  await expect(page.getByText('还没有报告')).toBeHidden()
  const condition = await (await fetch(`${app.url}/api/runways`)).json() as { runway_id: string; lower: string }[]
  const runway = condition.find(({ lower }) => lower === '05R')!
  const told = await (await fetch(`${app.url}/api/runways/${runway.runway_id}/condition`)).json() as { version: number; thirds: { observation: { contaminant: string; coverage_percent: number } | null }[] }
  expect(told.thirds.map(({ observation }) => observation?.coverage_percent)).toEqual([50, 50, 50])
  await page.getByRole('button', { name: /SNOWTAM/ }).tap()
  await expect(page.locator('body')).toContainText('DRY SNOW')
})
