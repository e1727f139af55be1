import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fieldAnswerShape, fieldCommandShape, fieldHeartbeatShape, fieldLinkShape, fieldStateShape, heldBlockOf, loopStatusOf } from './field-mqtt'

const shapes = { command: fieldCommandShape, answer: fieldAnswerShape, state: fieldStateShape, heartbeat: fieldHeartbeatShape, link: fieldLinkShape }
const examples = [...readFileSync('docs/mqtt.md', 'utf8').matchAll(/```json (\w+)\n([^]*?)```/g)].map(([, name, json]) => [name as keyof typeof shapes, JSON.parse(json as string) as unknown] as const)

test('the document shows one example of every message', () => {
  expect(examples.map(([name]) => name).sort()).toEqual(Object.keys(shapes).sort())
})

test.each(examples)('the example of %s keeps the contract, to the last field', (name, json) => {
  expect(shapes[name].parse(json)).toEqual(json)
})

test('the example of a state is read as a status and a held block', () => {
  const [said] = fieldStateShape.parse(examples.find(([name]) => name === 'state')?.[1]).loops
  expect(loopStatusOf(said!)).toMatchObject({ appliedSequence: 70_000, seenSequence: 70_000, rejectCode: 0, mode: 'heat', setpoint_c: 35.5, flow_lPerMin: 812, pump_hz: null, local: false })
  expect(heldBlockOf(said!)).toEqual({ sequence: 70_000, mode: 'heat', setpoint_c: 35.5, leaseS: 7200 })
  expect(heldBlockOf({ ...said!, command: null })).toEqual({ sequence: 0, mode: 'auto', setpoint_c: null, leaseS: 0 })
})
