import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SensorState } from '#domain/control/interlocks/loop-field'
import type { Sensor } from '#domain/network/network'
import { courseStepS, courseSteps } from '#domain/thermal/city-forecast'
import type { LoopFlow } from '#domain/thermal/loop-drives'
import { parseOpenMeteo } from '#domain/weather/parse-open-meteo'
import type { WhatIfBasis } from '#domain/wire/what-if'
import { createModbusDriver } from '#server/drivers/modbus/modbus-driver'
import { createExpectEffect } from '#server/forecast/expect-effect'
import type { ColumnAnswer } from '#server/forecast/forecast-protocol'
import { ForecastWork } from '#server/forecast/forecast-work'
import { FieldControllers } from '#server/twin/field-controllers'
import { scenarioStartMs } from '#server/twin/scenario'
import { SensorBank } from '#server/twin/sensor-bank'
import { Simulation } from '#server/twin/simulation'
import { steadyScenario, testingNetwork } from '#server/twin/testing-network'
import { newestIssueMs, weatherForecast } from '#server/twin/weather-forecast'
import { createControl, type Control } from './create-control'
import { calmField } from './testing/calm-field'
import { createMemoryCommandStore } from './testing/memory-command-store'

/*
 * The effect of commands in the twin, which shares no physics with the model that says what is to be expected: a loop that works beside one whose valve
 * sticks shut. Its controller takes, holds and confirms every command like the other; only the pavement knows. A mild day, on which no local automatic heats.
 */
const probe = (segmentId: string): Sensor => ({ id: `${segmentId}.surface`, stationId: null, segmentId, loopId: null, quantity: 'surface_temperature', depthM: 0, cadenceS: 60, source: 'device' })
const probes: Record<string, Sensor> = { l1: probe('s2'), l2: probe('s3') }
const base = testingNetwork()
const network = { ...base, sensors: [...base.sensors, ...Object.values(probes)] }
const scenario = steadyScenario({ air_c: 8, dewPoint_c: 2 })
const wall = { now: () => performance.now(), setTimer(work: () => void, ms: number) { const timer = setTimeout(work, ms); return () => clearTimeout(timer) } }
const latest = new Map<string, NonNullable<SensorState['reading']>>()
const flows: { atMs: number; flow: LoopFlow }[] = []
let simulation: Simulation
let field: FieldControllers
let control: Control
let store: ReturnType<typeof createMemoryCommandStore>
let stepping: ReturnType<typeof setInterval>
/** Site seconds in each 10 ms of the wall. */
let pace = 0.5

function openForecast(): ReturnType<typeof createExpectEffect> {
  const nowMs = simulation.siteMs
  const parsed = parseOpenMeteo(weatherForecast(scenario, 'effect', newestIssueMs(nowMs)), { nowMs, issuedAtMs: nowMs, source: 'twin' })
  if ('refused' in parsed) throw new Error(parsed.refused.reason.en)
  const sensors = network.sensors.filter(({ quantity }) => quantity === 'surface_temperature')
  const work = new ForecastWork(network.segments, sensors, { lat: scenario.latitude_deg, lon: scenario.longitude_deg })
  Array.from(work.run({
    ask: 'run', weather: parsed.series, nowMs, flows: [flowOf('l1'), flowOf('l2')], history: null,
    readings: { value: Float64Array.from(sensors, ({ id }) => latest.get(id)?.value ?? Number.NaN), measuredAtMs: Float64Array.from(sensors, ({ id }) => latest.get(id)?.atMs ?? 0), quality: new Uint8Array(sensors.length) },
  }, () => {}))
  return createExpectEffect({
    forecast: {
      async whatIf(wishes, courses, given) {
        const { stand, ...told } = work.answer({ ask: 'whatIf', id: 1, nowMs: simulation.siteMs, wishes, courses, ...given! }) as Extract<ColumnAnswer, { tell: 'whatIf' }>
        return { ...told, basis: { start_at: new Date(stand.startMs).toISOString(), step_s: courseStepS, step_count: courseSteps } as WhatIfBasis }
      },
    },
    sensors: () => sensors,
    flowBefore: async (loopId, at) => flows.findLast(({ atMs, flow }) => flow.loopId === loopId && atMs <= at.getTime())?.flow ?? null,
  })
}
const flowOf = (loopId: string): LoopFlow => {
  const { supply_c: supplyC, flow_lPerMin: flowLPerMin } = simulation.plants.get(loopId)!.state
  return { loopId, supplyC, flowLPerMin }
}
const until = async (what: () => unknown): Promise<void> => {
  for (const endMs = performance.now() + 8000; performance.now() < endMs;) {
    if (what()) return
    await new Promise((resolve) => { setTimeout(resolve, 20) })
  }
  throw new Error(`waited in vain: ${what.toString()} ${JSON.stringify([...store.rows.values()])}`)
}
const heat = async (loopId: string): Promise<number> => {
  const answer = await control.request('op', loopId, { target: { kind: 'loop', id: loopId }, mode: 'heat', setpoint_c: 40, lease_s: 6 * 3600 }, [loopId])
  if (answer.conflict || !answer.answer.commands[0]) throw new Error(JSON.stringify(answer))
  return answer.answer.commands[0].id
}
const row = (id: number) => store.rows.get(id)

beforeEach(async () => {
  simulation = new Simulation(network, scenario, 'effect', scenarioStartMs(scenario), () => performance.now())
  const bank = new SensorBank(simulation)
  const step = (dtS: number): void => {
    simulation.step(dtS)
    flows.push({ atMs: simulation.siteMs, flow: flowOf('l1') }, { atMs: simulation.siteMs, flow: flowOf('l2') })
    for (const { sensor, at, value } of bank.collect()) {
      const known = latest.get(sensor)
      latest.set(sensor, { value, atMs: Date.parse(at), quality: 0, unchangedSinceMs: known?.value === value ? known.unchangedSinceMs : Date.parse(at) })
    }
  }
  for (let minute = 0; minute < 36 * 60; minute++) step(60)
  field = new FieldControllers(simulation.devices)
  const ports = await field.start(network.controllers)
  stepping = setInterval(() => step(pace), 10)
  store = createMemoryCommandStore(network.controllers.map((controller) => ({ controller: { ...controller, port: ports[controller.id] as number }, loops: network.loops })))
  control = createControl({
    store, wall, clock: { now: () => new Date(simulation.siteMs), base: { siteEpochMs: 0, wallEpochMs: 0, timeScale: 60 } }, expectEffect: openForecast(),
    field: (loopId) => calmField(simulation.siteMs, { surface: [{ sensorId: probes[loopId]!.id, cadenceS: 60, reading: latest.get(probes[loopId]!.id) ?? null }] }),
    openDriver: (controller, loops) => createModbusDriver({ ...controller, loopIndices: loops.map((loop) => loop.index), timeoutMs: 1000, backOffMs: { first: 20, longest: 100 } }),
    onCommand: () => {}, onController: () => {}, onReadBack: () => {}, log: { info() {}, warn() {}, error(detail, words) { throw new Error(`${words}: ${JSON.stringify(detail)}`) } },
    timing: { pollMs: 40, heartbeatMs: 1000, settleMs: 150, confirmMs: 1000, effectMs: 50 },
  })
  await control.start()
  await until(() => control.controllers()[0]?.loops[1]?.actual)
})
afterEach(async () => {
  clearInterval(stepping)
  await control.stop()
  await field.stop()
})

test('what the device confirms is effective where the surface follows, and has no effect where the valve sticks', async () => {
  simulation.plants.get('l2')!.valveStuck = true
  const [works, sticks] = [await heat('l1'), await heat('l2')]
  await until(() => [works, sticks].every((id) => row(id)?.state === 'applied' && row(id)?.expectation))
  pace = 60
  await until(() => [works, sticks].every((id) => row(id)?.effect?.verdict !== 'pending'))
  expect(row(works)).toMatchObject({ state: 'effective', effect: { verdict: 'as_predicted', sensors: ['s2.surface'] } })
  expect(row(sticks)).toMatchObject({ state: 'applied', reason: null, readBack: { mode: 'heat', setpoint_c: 40 }, effect: { verdict: 'none', sensors: ['s3.surface'] } })
})
