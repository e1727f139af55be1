import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CommandMode } from '#domain/control/command'
import { createModbusDriver } from '#server/drivers/modbus/modbus-driver'
import { FieldControllers } from '#server/twin/field-controllers'
import { scenarioStartMs } from '#server/twin/scenario'
import { Simulation } from '#server/twin/simulation'
import { steadyScenario, testingNetwork } from '#server/twin/testing-network'
import { createControl, type Control } from './create-control'
import { calmField } from './testing/calm-field'
import { createMemoryCommandStore } from './testing/memory-command-store'

/** Control against the demo's own field controllers, over Modbus TCP, 60 times as fast as the wall. */
let simulation: Simulation
let field: FieldControllers
let control: Control
let store: ReturnType<typeof createMemoryCommandStore>
let stepping: ReturnType<typeof setInterval>
let keys = 0

const wall = { now: () => performance.now(), setTimer(work: () => void, ms: number) { const timer = setTimeout(work, ms); return () => clearTimeout(timer) } }
const open = (): Control => createControl({
  store, wall, clock: { now: () => new Date(simulation.siteMs), base: { siteEpochMs: 0, wallEpochMs: 0, timeScale: 60 } }, field: () => calmField(simulation.siteMs),
  openDriver: (controller, loops) => createModbusDriver({ ...controller, loopIndices: loops.map((loop) => loop.index), timeoutMs: 1000, backOffMs: { first: 20, longest: 100 } }),
  onCommand: () => {}, onController: () => {}, onReadBack: () => {}, log: { info() {}, warn() {}, error(detail, words) { throw new Error(`${words}: ${JSON.stringify(detail)}`) } },
  timing: { pollMs: 40, heartbeatMs: 1000, settleMs: 150, confirmMs: 1000 },
})
const until = async (what: () => unknown): Promise<void> => {
  for (const endMs = performance.now() + 10_000; performance.now() < endMs;) {
    if (what()) return
    await new Promise((resolve) => { setTimeout(resolve, 20) })
  }
  throw new Error(`waited 10 s in vain: ${what.toString()} ${JSON.stringify([control.controllers(), [...store.rows.values()]])}`)
}
const ask = async (mode: CommandMode, setpoint_c?: number, lease_s = 20_000): Promise<number> => {
  const answer = await control.request('op', `k${keys += 1}`, { target: { kind: 'loop', id: 'l1' }, mode, lease_s, ...(setpoint_c === undefined ? {} : { setpoint_c }) }, ['l1'])
  if (answer.conflict || !answer.answer.commands[0]) throw new Error(JSON.stringify(answer))
  return answer.answer.commands[0].id
}
const loop = (i = 0) => control.controllers()[0]?.loops[i]
const row = (id: number) => store.rows.get(id)

beforeEach(async () => {
  const network = testingNetwork()
  const scenario = steadyScenario()
  simulation = new Simulation(network, scenario, 'control', scenarioStartMs(scenario), () => performance.now())
  field = new FieldControllers(simulation.devices)
  const ports = await field.start(network.controllers)
  stepping = setInterval(() => simulation.step(3), 50)
  store = createMemoryCommandStore(network.controllers.map((controller) => ({ controller: { ...controller, port: ports[controller.id] as number }, loops: network.loops })))
  control = open()
  await control.start()
  await until(() => loop()?.actual)
})
afterEach(async () => {
  clearInterval(stepping)
  await control.stop()
  await field.stop()
})

test('heat is applied and warms the loop, cool replaces it, release gives it back, a lease runs out in site time', async () => {
  const heat = await ask('heat', 40)
  await until(() => row(heat)?.state === 'applied' && (loop()?.actual?.supply_c ?? 0) > 25)
  expect(loop()?.holder).toMatchObject({ who: 'op', command_id: heat })
  const cool = await ask('cool', 12)
  await until(() => row(cool)?.state === 'applied' && row(heat)?.state === 'superseded')
  const release = await ask('release')
  await until(() => row(release)?.state === 'released' && row(cool)?.state === 'released' && loop()?.holder.who === 'auto')
  const short = await ask('hold', undefined, 60)
  await until(() => row(short)?.state === 'applied')
  await until(() => row(short)?.state === 'expired')
  expect(row(short)?.reason).toBe('lease_ended')
})

test('an unplugged controller: unknown on screen, unknown in the tray, resolved when it returns; its dead-man ends the command and says so', async () => {
  const heat = await ask('heat', 40)
  await until(() => row(heat)?.state === 'applied')
  await field.setPower('c1', false)
  await until(() => control.controllers()[0]?.link === 'offline' && loop()?.actual === null)
  expect(row(heat)?.state).toBe('applied')
  // Three heartbeats of one second are missed meanwhile.
  await until(() => simulation.devices[0]?.deadMan.lost)
  await until(() => simulation.devices[0]?.loops[0]?.command.command === null)
  await field.setPower('c1', true)
  await until(() => row(heat)?.state === 'expired')
  expect(row(heat)?.reason).toBe('dead_man')
})

test('heartbeats keep the dead-man quiet, and its trip is shown', async () => {
  const heat = await ask('heat', 40)
  await new Promise((resolve) => { setTimeout(resolve, 4500) })
  expect(row(heat)?.state).toBe('applied')
  expect(loop()?.actual?.safe_state).toBe(false)
  await control.stop()
  await until(() => simulation.devices[0]?.deadMan.lost && simulation.devices[0].loops[0]?.command.command === null)
  control = open()
  await control.start()
  await until(() => row(heat)?.state === 'expired')
})

test('the local switch is shown and beats remote', async () => {
  field.setLocal('l1', true)
  await until(() => loop()?.actual?.local && loop()?.holder.who === 'local')
  await expect(ask('heat', 40)).rejects.toThrow('local_switch')
})
