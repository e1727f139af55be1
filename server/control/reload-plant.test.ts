import { beforeEach, expect, test } from 'vitest'
import type { CommandRequest } from '#domain/wire/commands'
import type { PlantController } from '#server/store/command-store'
import { createControl, type Control } from './create-control'
import { calmField } from './testing/calm-field'
import { createFakeDevice } from './testing/fake-device'
import { openFaultyLine } from './testing/faulty-line'
import { createMemoryCommandStore } from './testing/memory-command-store'
import { testPlant } from './testing/test-plant'
import { createVirtualWall, type VirtualWall } from './testing/virtual-wall'

const epochMs = Date.UTC(2026, 0, 10, 12)
let wall: VirtualWall
let control: Control
let plant: PlantController[]
/** What happened to lines, in order: `open C`, `close C`. */
let lines: string[]
const siteNow = (): Date => new Date(epochMs + wall.now())
const controller = (id: string, loopId: string, port = 502): PlantController => {
  const [{ controller: of, loops }] = testPlant(1, port) as [PlantController]
  return { controller: { ...of, id }, loops: loops.map((loop) => ({ ...loop, id: loopId, controllerId: id })) }
}
const off: CommandRequest = { target: { kind: 'loop', id: 'A0' }, mode: 'heat', setpoint_c: 35, lease_s: 3600 }

beforeEach(async () => {
  wall = createVirtualWall()
  lines = []
  plant = [controller('A', 'A0'), controller('B', 'B0')]
  const devices = new Map(['A', 'B', 'D'].map((id) => [id, createFakeDevice(1, () => siteNow().getTime())]))
  const store = { ...createMemoryCommandStore(plant), loadPlant: async () => ({ controllers: plant, sensors: [] }) }
  control = createControl({
    store, wall, clock: { now: siteNow, base: { siteEpochMs: epochMs, wallEpochMs: 0, timeScale: 1 } }, field: () => calmField(siteNow().getTime()),
    openDriver: ({ id, port }) => {
      lines.push(`open ${id}:${port}`)
      const driver = openFaultyLine(devices.get(id)!, wall, { next: () => 'none', up: true, lingerMs: 0 }, 1, () => false)
      return { ...driver, close: async () => { lines.push(`close ${id}:${port}`); await driver.close() } }
    },
    onCommand: () => {}, onController: () => {}, onReadBack: () => {}, log: { info() {}, warn() {}, error: (detail) => { throw new Error(JSON.stringify(detail)) } },
  })
  await control.start()
  await wall.pass(3000)
})

test('only what changed is disturbed, and the old line is closed before the new one opens', async () => {
  const asked = await control.request('op', 'k', off, ['A0'])
  expect(asked.conflict ? null : asked.answer.refused).toEqual([])
  await wall.pass(2000)
  plant = [plant[0]!, controller('B', 'B0', 1502), controller('D', 'D0')]
  await control.reloadPlant()
  expect(lines).toEqual(['open A:502', 'open B:502', 'close B:502', 'open B:1502', 'open D:502'])
  await wall.pass(3000)
  expect(control.controllers().map(({ id, link }) => [id, link])).toEqual([['A', 'online'], ['B', 'online'], ['D', 'online']])
  expect(control.controllers()[0]!.loops[0]!.holder).toMatchObject({ who: 'op', slot: 8 })
  await control.stop()
  expect(lines.slice(5).sort()).toEqual(['close A:502', 'close B:1502', 'close D:502'])
})

test('a removed controller is no longer spoken to, and its loop takes no command', async () => {
  plant = [plant[1]!]
  await control.reloadPlant()
  expect(control.controllers().map(({ id }) => id)).toEqual(['B'])
  expect(lines.at(-1)).toBe('close A:502')
  const asked = await control.request('op', 'k', off, ['A0'])
  expect(asked.conflict ? null : asked.answer.commands).toEqual([])
  await control.stop()
})

test('two changes at once follow each other; one that comes while it stops opens nothing', async () => {
  plant = [controller('A', 'A0', 1), plant[1]!]
  const first = control.reloadPlant()
  const second = control.reloadPlant()
  await Promise.all([first, second, wall.pass(2000)])
  expect(lines.filter((line) => line.endsWith(':1'))).toEqual(['open A:1'])
  plant = [controller('A', 'A0', 2)]
  const late = control.reloadPlant()
  await Promise.all([control.stop(), late, wall.pass(2000)])
  expect(lines.filter((line) => line.startsWith('open')).length).toBe(lines.filter((line) => line.startsWith('close')).length)
  await control.reloadPlant()
  expect(lines.at(-1)).toMatch(/^close/)
})
