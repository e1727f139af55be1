import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { CommandView } from '#domain/wire/commands'
import { commandViewOf } from '#domain/wire/testing/command-view'
import { client } from '../api/client'
import { useCommandsStore } from './commands'

const view = commandViewOf
const frame = (...commands: CommandView[]) => ({ seq: 1, network: 'v', at: '2026-01-01T00:00:00.000Z', commands })
beforeEach(() => setActivePinia(createPinia()))

it('keeps what the stream said when an older answer arrives late, by whichever way', async () => {
  const commands = useCommandsStore()
  commands.take(frame(view({ state: 'applied', attempt: 3 })), 'delta')
  vi.spyOn(client, 'sendCommand').mockResolvedValue({ group: null, commands: [view({ attempt: 0 })], refused: [] })
  vi.spyOn(client, 'commands').mockResolvedValue({ commands: [view({ state: 'sent', attempt: 1 })], controllers: [] })
  vi.spyOn(client, 'readBack').mockResolvedValue(view({ state: 'accepted', attempt: 2 }))
  await commands.send({ target: { kind: 'loop', id: 'L' }, mode: 'heat', setpoint_c: 28 }, 'k')
  await commands.load()
  await commands.readBack(1)
  expect(commands.byId.get(1)).toMatchObject({ state: 'applied', attempt: 3 })
})
it('takes what is newer', () => {
  const commands = useCommandsStore()
  commands.take(frame(view({ state: 'applied', attempt: 3 })), 'snapshot')
  commands.take(frame(view({ state: 'expired', attempt: 4 })), 'delta')
  expect(commands.byId.get(1)?.state).toBe('expired')
})
