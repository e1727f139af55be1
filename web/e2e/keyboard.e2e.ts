import type { Locator, Page } from '@playwright/test'
import type { CommandView } from '#domain/wire/commands'
import { expect, test } from './hearthway'

/** Walks with Tab until the wanted control has the focus: what cannot be reached so is not there for whoever has no mouse. */
async function tabTo(page: Page, wanted: Locator, most = 80): Promise<void> {
  for (let i = 0; i < most; i++) {
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${String(wanted)} is not reached by ${most} tabs`)
}

async function holdSpace(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button)
  await page.keyboard.down('Space')
  await page.waitForTimeout(2600)
  await page.keyboard.up('Space')
}

async function signInByKeys(page: Page, name: string): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: '登录' }).first())
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await tabTo(page, dialog.getByLabel('用户名'))
  await page.keyboard.type(name)
  await tabTo(page, dialog.getByLabel('密码'))
  await page.keyboard.type('hearthway')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
}

test('crew without a mouse asks for a runway, and operations without a mouse approve it', async ({ desk, app }) => {
  test.setTimeout(180_000)
  const segment = app.network.segments.findLast(({ kind, loop_id: loop }) => kind === 'runway' && loop !== null)!
  const commands = async (): Promise<CommandView[]> => ((await (await fetch(`${app.url}/api/commands`)).json()) as { commands: CommandView[] }).commands.filter((row) => row.loop_id === segment.loop_id)
  await signInByKeys(desk, 'crew')
  await desk.keyboard.press('/')
  await desk.keyboard.type(segment.id)
  await desk.keyboard.press('Enter')
  await expect(desk.locator('[data-segment-id]')).toHaveAttribute('data-segment-id', segment.id)
  await desk.keyboard.press('c')
  const dialog = desk.getByRole('dialog')
  // Supply temperature by arrow keys, in steps of its own.
  const setpoint = dialog.locator('.number input')
  await tabTo(desk, setpoint)
  const before = Number(await setpoint.inputValue())
  await desk.keyboard.press('ArrowDown')
  expect(Number(await setpoint.inputValue())).toBeLessThan(before)
  await tabTo(desk, dialog.getByLabel('原因'))
  await desk.keyboard.type('除冰')
  await tabTo(desk, dialog.getByLabel('NOTAM'))
  await desk.keyboard.type('A1234/26')
  await holdSpace(desk, dialog.locator('.ui-hold'))
  await expect(dialog.locator('.group')).toContainText('待第二人授权')
  await desk.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  const operations = await (await desk.context().browser()!.newContext({ viewport: { width: 1600, height: 900 }, locale: 'zh-CN' })).newPage()
  await operations.goto(app.url)
  await expect(operations.locator('[data-map-ready="true"]')).toBeVisible({ timeout: 60_000 })
  await signInByKeys(operations, 'airport')
  await tabTo(operations, operations.locator('.top-bar .approvals.mine'))
  await operations.keyboard.press('Enter')
  const inbox = operations.getByRole('dialog')
  await holdSpace(operations, inbox.getByRole('button', { name: /按住 2 s 授权/ }))
  await expect(inbox).toContainText('没有等待复核的指令')
  await operations.keyboard.press('Escape')
  await expect(inbox).toHaveCount(0)
  await operations.context().close()

  await desk.keyboard.press('/')
  await desk.keyboard.press('Escape')
  await holdSpace(desk, desk.locator('.tray .group').first().getByRole('button', { name: /执行/ }))
  await expect.poll(async () => (await commands())[0]?.state, { timeout: 45_000 }).toMatch(/applied|effective/)
})
