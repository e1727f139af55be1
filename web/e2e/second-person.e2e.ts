import type { CommandView } from '#domain/wire/commands'
import type { Page } from '@playwright/test'
import { expect, goTo, hold, signIn, test, type Hearthway } from './hearthway'

/** A heated third of a runway. */
const runwayThird = ({ network }: Hearthway) => network.segments.find(({ kind, loop_id }) => kind === 'runway' && loop_id !== null)!
const commandsOf = async (app: Hearthway, loopId: string): Promise<CommandView[]> =>
  ((await (await fetch(`${app.url}/api/commands`)).json()) as { commands: CommandView[] }).commands.filter((row) => row.loop_id === loopId)

/** Another person at another screen. */
async function anotherDesk(page: Page, app: Hearthway): Promise<Page> {
  const other = await (await page.context().browser()!.newContext({ viewport: { width: 1600, height: 900 }, locale: 'zh-CN' })).newPage()
  await other.goto(app.url)
  await expect(other.locator('[data-map-ready="true"]')).toBeVisible({ timeout: 60_000 })
  return other
}

test('airport crew asks for a runway, operations approve it at their own screen, and it is operated after selection', async ({ desk, app }) => {
  test.setTimeout(240_000)
  const segment = runwayThird(app)
  const loopId = segment.loop_id!
  await signIn(desk, app, 'crew')
  await goTo(desk, segment)
  await expect(desk.locator('.inspector .runway .tag')).toHaveText(/在用|未使用/)
  await desk.keyboard.press('c')
  const dialog = desk.getByRole('dialog')
  await dialog.getByLabel('原因').fill('除冰')
  await dialog.getByLabel('NOTAM').fill('A1234/26')
  await expect(dialog.locator('.interlocks')).toBeVisible()
  await hold(desk, dialog.getByRole('button', { name: /按住 2 s/ }))
  await expect(dialog.locator('.group')).toContainText('待第二人授权')
  await expect(dialog.getByRole('button', { name: /执行/ })).toHaveCount(0)
  await desk.keyboard.press('Escape')
  // The dialog alone is left, not what was selected.
  await expect(dialog).toHaveCount(0)
  await expect(desk.locator('.inspector .runway')).toBeVisible()
  // Who asked cannot approve.
  await desk.locator('.top-bar .approvals').click()
  await expect(desk.getByRole('dialog')).toContainText('由你提出')
  await expect(desk.getByRole('dialog').getByRole('button', { name: /授权/ })).toHaveCount(0)
  await desk.keyboard.press('Escape')

  const operations = await anotherDesk(desk, app)
  await signIn(operations, app, 'airport')
  await operations.locator('.top-bar .approvals.mine').click()
  const inbox = operations.getByRole('dialog')
  await expect(inbox).toContainText('A1234/26')
  await hold(operations, inbox.getByRole('button', { name: /按住 2 s 授权/ }))
  await expect(inbox).toContainText('没有等待复核的指令')
  await operations.context().close()

  const group = desk.locator('.tray .group').first()
  await expect(group).toContainText('airport 已授权')
  await hold(desk, group.getByRole('button', { name: /执行/ }))
  await expect.poll(async () => (await commandsOf(app, loopId))[0]?.state, { timeout: 45_000 }).toMatch(/applied|effective/)
  expect((await commandsOf(app, loopId))[0]).toMatchObject({ actor: 'crew', needs_operate: true })
  await expect(desk.locator('.inspector .holder .on')).toContainText('crew')

  // A stop passes everything and leaves the loop to its controller.
  await desk.keyboard.press('x')
  await hold(desk, desk.getByRole('dialog').getByRole('button', { name: /按住 2 s 停止/ }))
  await expect(desk.getByRole('dialog')).toContainText(/已向 1 个环路请求停止/)
  await desk.keyboard.press('Escape')
  await expect.poll(async () => (await commandsOf(app, loopId)).filter((row) => !row.ended_at).length, { timeout: 45_000 }).toBe(0)
  await expect(desk.locator('.inspector .holder li.on')).toContainText('本地自动')
})

test('a loop locked by one operator takes no command from another, and says who holds it', async ({ desk, app }) => {
  const segment = app.network.segments.find(({ kind, loop_id }) => kind === 'road' && loop_id !== null) ?? app.network.segments.find(({ kind, loop_id }) => kind === 'bridge' && loop_id !== null)!
  await signIn(desk, app, 'operator')
  await goTo(desk, segment)
  const locks = desk.locator('.inspector .locks')
  await locks.getByRole('button', { name: '锁定此环路' }).click()
  await locks.getByLabel('锁定原因').fill('泵在检修')
  await locks.getByRole('button', { name: '锁定此环路' }).click()
  await expect(locks).toContainText('泵在检修')

  const other = await anotherDesk(desk, app)
  await signIn(other, app)
  await goTo(other, segment)
  await expect(other.locator('.inspector .locks')).toContainText('operator')
  await other.keyboard.press('c')
  await hold(other, other.getByRole('dialog').getByRole('button', { name: /按住 2 s/ }))
  await expect(other.getByRole('dialog')).toContainText('operator')
  expect((await commandsOf(app, segment.loop_id!)).filter((row) => row.actor === 'demo' && !row.ended_at)).toEqual([])
  await other.context().close()

  await locks.getByRole('button', { name: '解除' }).click()
  await expect(locks).not.toContainText('泵在检修')
})
