import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseRegisterMap, registerMapShape } from './register-map'

const folder = 'fixtures/register-maps'
const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Record<string, unknown>
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))

test.each(files)('%s can be used and is named as its map', (name) => {
  expect(parseRegisterMap(read(name))).toMatchObject({ map: { name: name.replace(/\.json$/, '') } })
})

test('the published schema is the shape itself (write it anew with vitest -u)', async () => {
  const schema = { $id: 'hearthway-register-map-1', title: 'Hearthway register map', ...z.toJSONSchema(registerMapShape, { io: 'input', reused: 'ref' }) }
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../docs/register-map.schema.json')
})

/** Sets the field at a path of a good map (undefined removes it) and tells the faults. */
function faultsWith(path: string, value: unknown, name = 'hearthway-loop-1.json'): string[] {
  const json = read(name)
  const keys = path.split('.')
  const parent = keys.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, json)
  parent[keys.at(-1) as string] = value
  const parsed = parseRegisterMap(json)
  return 'faults' in parsed ? parsed.faults.map(({ path: at, reason }) => `${at}: ${reason}`) : []
}
const input = { table: 'input', address: 2, type: 'u16' }

test.each<[string, unknown, string | RegExp, string?]>([
  ['format', 'x', /^format: /],
  ['name', 'Big Map', /^name: /],
  ['colour', 1, /colour/],
  ['command.mode.table', 'coils', /^command\.mode\.table: /],
  ['command.mode.address', 70_000, /^command\.mode\.address: /],
  ['command.mode.scale', 0, /^command\.mode\.scale: /],
  ['command.leaseS', undefined, /^command\.leaseS: /],
  ['modes', { off: 1, heat: 2 }, /^modes\.auto: /],
  ['modes', { auto: 0, off: 1 }, 'modes: neither heat nor cool: there is nothing to command'],
  ['modes.off', 2, 'modes.off: code 2 is taken by another mode'],
  ['modes.off', 70_000, 'modes.off: code 70000 does not fit the mode register'],
  ['command.mode.table', 'input', 'command.mode.table: a command is written to holding registers or coils'],
  ['command.mode.statusInput', undefined, 'command.mode.statusInput: is required: an echo of the written register is no proof of what the device does'],
  ['command.mode.statusInput', { table: 'holding', address: 2, type: 'u16' }, 'command.mode.statusInput: is the register that is written: an echo is no proof'],
  ['command.setpoint.none', undefined, 'command.setpoint.none: is required with command.sequence: off and hold carry no set-point, and 0 is one'],
  ['command.setpoint.limits', { min: 40, max: 20 }, 'command.setpoint.limits: min is above max'],
  ['command.setpoint.limits', { min: 20, max: 40_000 }, 'command.setpoint.limits.max: does not fit a s16 register with scale 0.1'],
  ['command.sequence.type', 'u16', 'command.sequence.type: must be u32: a sequence goes up to 4294967295'],
  ['command.leaseS.address', 6, 'command: sequence, mode, setpoint and leaseS must lie side by side: a fenced block is one write or it is none'],
  ['command.mode.address', 1, 'command.mode.address: holding 1 belongs to command.sequence already'],
  ['status.seenSequence', undefined, 'status.seenSequence: is required with command.sequence: without it a refused block looks like a lost one'],
  ['status.valve', input, 'status.valve.address: input 2 belongs to command.mode.statusInput already'],
  ['status.valve.address', 20, "status.valve.address: lies outside the loop's block of 20"],
  ['status.valve.type', 'bit', 'status.valve.type: bit stands in a coil or a discrete input; take a flag with "bit" for one bit of a register'],
  ['flags.local', { table: 'input', address: 11 }, 'flags.local.bit: is required for a flag in a register'],
  ['flags.local', { never: 'no' }, /^flags\.local/],
  ['loops', { holding: { base: 100, stride: 20 } }, /^loops\.input: is required: /],
  ['rejectCodes', { 1: 'boring' }, /^rejectCodes\.1: /],
  ['command.remote.behaviour', 'pulse', 'command.remote.behaviour: a pulse coil is never written: a pulse that is sent twice is carried out twice', 'float-levels-1.json'],
  ['command.remote.table', 'holding', /^command\.remote\.table: is a coil/, 'float-levels-1.json'],
  ['status.seenSequence', { table: 'input', address: 14, type: 'u32' }, 'status.seenSequence: without command.sequence there is nothing to see', 'float-levels-1.json'],
])('%s = %j is refused with field and reason', (path, value, expected, name) => {
  const faults = faultsWith(path, value, name)
  if (typeof expected === 'string') expect(faults).toContain(expected)
  else expect(faults.some((fault) => expected.test(fault)), faults.join('\n')).toBe(true)
})

test.each([null, 7, 'map', [], {}])('%j is no map and says so', (json) => {
  const parsed = parseRegisterMap(json)
  expect('faults' in parsed && parsed.faults.length > 0 && parsed.faults.every(({ path, reason }) => path !== '' && reason !== '')).toBe(true)
})
