import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test as base, expect, type Locator, type Page } from '@playwright/test'
import type { NetworkView, SegmentView } from '#domain/wire/network'

export interface Hearthway {
  url: string
  network: NetworkView
  operator: { name: string; password: string }
  /** Site instant now. */
  siteNow(): Promise<Date>
  /** Posts one reading as a device would. */
  post(sensor: string, value: number): Promise<void>
  /** Throws one of the twin's fault switches, e.g. `controllers/x`, { power: 'off' }. */
  fault(path: string, body: object): Promise<void>
}

/** Ten times as fast as the wall: leases and ages move within a test, and a reading stays fresh long enough to be looked at. */
const timeScale = 10

/** The demo as a person starts it, on a folder of its own; one for all tests. */
async function startDemo(): Promise<{ app: Hearthway; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'hearthway-e2e-'))
  const child = spawn(process.execPath, ['dist/server/demo.js', 'harbin', '--port', '0', '--data-dir', folder, '--time-scale', String(timeScale), '--fault-port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  const { url, faults } = await new Promise<{ url: string; faults: string }>((resolve, reject) => {
    const found = { url: '', faults: '' }
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line)
      found.faults ||= /fault switches: (http:\S+)/.exec(line)?.[1] ?? ''
      found.url ||= /^\s+(http:\/\/\S+?)\/?$/.exec(line)?.[1] ?? ''
      if (found.url && found.faults) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}:\n${said.join('\n')}`)))
    setTimeout(() => reject(new Error(`the demo did not start within 180 s:\n${said.slice(-20).join('\n')}`)), 180_000).unref()
  })
  const { deviceToken } = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')) as { deviceToken: string }
  const siteNow = async (): Promise<Date> => new Date(((await (await fetch(`${url}/api/site`)).json()) as { site_at: string }).site_at)
  const json = { 'content-type': 'application/json' }
  const app: Hearthway = {
    url, siteNow, operator: { name: 'demo', password: 'hearthway' },
    network: await (await fetch(`${url}/api/network`)).json() as NetworkView,
    async post(sensor, value) {
      const body = JSON.stringify({ readings: [{ sensor, at: (await siteNow()).toISOString(), value }] })
      const answer = await fetch(`${url}/api/readings`, { method: 'POST', headers: { ...json, authorization: `Bearer ${deviceToken}` }, body })
      expect(await answer.json()).toMatchObject({ accepted: 1 })
    },
    async fault(path, body) {
      const answer = await fetch(`${faults}/${path}`, { method: 'POST', headers: json, body: JSON.stringify(body) })
      expect(answer.ok, await answer.text()).toBe(true)
    },
  }
  return {
    app,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const test = base.extend<{ desk: Page }, { app: Hearthway }>({
  app: [async ({}, use) => {
    const { app, stop } = await startDemo()
    await use(app)
    await stop()
  }, { scope: 'worker', timeout: 240_000 }],
  /** The page, open and drawn. */
  desk: async ({ page, app }, use) => {
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(app.url)
    await expect(page.locator('[data-map-ready="true"]')).toBeVisible({ timeout: 60_000 })
    await use(page)
    expect(faults, 'errors of the page').toEqual([])
  },
})

/** Leaves the map out of a page on which nobody looks at it: drawing it without a GPU takes most of such a test's time. */
export const withoutMap = (page: Page): Promise<unknown> => page.route(/\/MapView[^/]*\.js$/, (route) => route.abort())

/** Signs in as the demo's operator, or as another of its accounts. */
export async function signIn(page: Page, { operator }: Hearthway, name = operator.name): Promise<void> {
  await page.getByRole('button', { name: '登录' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('用户名').fill(name)
  await dialog.getByLabel('密码').fill(operator.password)
  await dialog.getByRole('button', { name: '登录' }).click()
  await expect(dialog).toBeHidden()
}

/** Holds a button for its two seconds and a little more. */
export async function hold(page: Page, button: Locator): Promise<void> {
  await button.scrollIntoViewIfNeeded()
  await button.hover()
  await page.mouse.down()
  await page.waitForTimeout(2600)
  await page.mouse.up()
}

/** Finds a segment by its id and waits until it is selected and the map stands still over it. */
export async function goTo(page: Page, segment: SegmentView): Promise<void> {
  const search = page.locator('.top-bar').getByRole('combobox')
  await search.fill(segment.id)
  await search.press('Enter')
  await expect(page.locator('[data-segment-id]')).toHaveAttribute('data-segment-id', segment.id)
  await standsStill(page, segment)
}

/** Zooms in at a segment until its carriageway lies apart from the other. */
export async function zoomInAt(page: Page, segment: SegmentView): Promise<void> {
  for (let i = 0; i < 3; i++) {
    const { x, y } = await pointOf(page, middleOf(segment))
    await page.mouse.move(x, y)
    await page.mouse.wheel(0, -900)
    await standsStill(page, segment)
  }
}

async function standsStill(page: Page, segment: SegmentView): Promise<void> {
  let last = ''
  await expect.poll(async () => {
    const before = last
    last = JSON.stringify(await pointOf(page, middleOf(segment)))
    return last === before
  }, { intervals: [700] }).toBe(true)
}

/** Middle of a segment's axis, lon, lat. */
export function middleOf(segment: SegmentView): [number, number] {
  const axis = segment.axis
  const a = axis[Math.floor((axis.length - 1) / 2)]!
  const b = axis[Math.ceil((axis.length - 1) / 2)]!
  return a === b ? [(axis[0]![0] + a[0]) / 2, (axis[0]![1] + a[1]) / 2] : [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
}

/** Where a place lies on the page, px. */
export const pointOf = (page: Page, place: [number, number]): Promise<{ x: number; y: number }> =>
  page.evaluate((at) => window.hearthway!.project(at), place)

export { expect }
