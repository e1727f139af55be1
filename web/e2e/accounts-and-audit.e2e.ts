import { execFileSync } from 'node:child_process'
import type { Page } from '@playwright/test'
import { expect, signIn, test, withoutMap, type Hearthway } from './hearthway'

const viewport = { width: 1700, height: 640 }
test.use({ viewport })

/** Another person at another screen, signed in. */
async function anotherDesk(page: Page, app: Hearthway, name: string): Promise<Page> {
  const other = await (await page.context().browser()!.newContext({ viewport, locale: 'zh-CN' })).newPage()
  await withoutMap(other)
  await other.goto(app.url)
  await signIn(other, app, name)
  return other
}

test('the administrator closes an account and it is out at once; the auditor sees it in the audit and takes the evidence away', async ({ page, app }) => {
  await withoutMap(page)
  await page.goto(app.url)
  await signIn(page, app, 'admin')
  // Who may not look at accounts or the audit is not offered them.
  const analyst = await anotherDesk(page, app, 'analyst')
  await expect(analyst.locator('.top-bar .task')).toHaveCount(0)

  await page.locator('.top-bar').getByRole('button', { name: '账户', exact: true }).click()
  const accounts = page.getByRole('dialog', { name: '账户' })
  await accounts.getByLabel('按姓名、用户名或角色筛选').fill('analyst')
  await accounts.getByRole('button', { name: 'analyst' }).click()
  // Roles and passwords are another administrator's.
  await expect(accounts.getByRole('button', { name: /重置密码|授予角色/ })).toHaveCount(0)
  await accounts.getByRole('button', { name: '停用账户' }).click()
  await accounts.getByLabel('原因').fill('调离')
  await page.keyboard.press('Enter')
  await expect(accounts.getByText('已停用 analyst')).toBeVisible()
  await expect(accounts.locator('tbody tr')).toContainText('已停用')
  await expect(analyst.getByText('会话已结束，请重新登录')).toBeVisible()
  await analyst.context().close()

  await accounts.getByRole('button', { name: '重新启用' }).click()
  await accounts.getByRole('button', { name: '重新启用' }).click()
  await expect(accounts.getByText('已启用 analyst')).toBeVisible()
  await page.keyboard.press('Escape')

  await page.locator('.top-bar .user').click()
  await page.getByRole('dialog').getByRole('button', { name: '退出登录' }).click()
  await page.keyboard.press('Escape')
  await signIn(page, app, 'auditor')
  await page.locator('.top-bar').getByRole('button', { name: '审计', exact: true }).click()
  const audit = page.getByRole('dialog', { name: '审计' })
  await audit.getByLabel('事件').selectOption('account')
  await audit.getByLabel('对象', { exact: true }).fill('account:analyst')
  await audit.getByRole('button', { name: '查询' }).click()
  const row = audit.getByRole('row').filter({ hasText: '停用账户' })
  await expect(row).toContainText('admin')
  await row.getByRole('button', { name: /详情/ }).click()
  await expect(audit.locator('.record')).toContainText('调离')
  await expect(audit.getByText('未验证')).toBeVisible()
  await audit.getByRole('button', { name: '验证整条链' }).click()
  await expect(audit.getByText('✓ 完整')).toBeVisible()
  const taking = page.waitForEvent('download')
  await audit.getByRole('button', { name: '取走' }).click()
  const pack = await (await taking).path()
  await expect(audit.getByText(/已取走 \d+ 条/)).toBeVisible()
  expect(execFileSync(process.execPath, ['docs/verify-evidence.mjs', pack], { encoding: 'utf8' })).toMatch(/\d/)
})
