import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ApiError } from '../../api/api-error'
import { useCommandsStore } from '../../stores/commands'
import { useCommandSending } from './use-command-sending'

const request = { target: { kind: 'loop' as const, id: 'L' }, mode: 'off' as const, lease_s: 7200 }
beforeEach(() => setActivePinia(createPinia()))
afterEach(() => vi.unstubAllGlobals())

it('sends where the browser gives no randomUUID (http on a plain address), and frees the button', async () => {
  vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes.fill(7) })
  const sent: string[] = []
  vi.spyOn(useCommandsStore(), 'send').mockImplementation(async (_, key) => { sent.push(key); return { group: null, commands: [], refused: [] } })
  const { sending, sendAll } = useCommandSending()
  await sendAll([request])
  expect(sent).toEqual(['07'.repeat(16)])
  expect(sending.value).toBe(false)
})
it('keeps the key while nobody knows whether the command was taken, and makes a new one after an answer', async () => {
  const sent: string[] = []
  const answers = [new ApiError(0, { code: 'timeout' }), new ApiError(503, { code: 'server.busy' }), new ApiError(422, { code: 'x' }), null]
  vi.spyOn(useCommandsStore(), 'send').mockImplementation(async (_, key) => {
    const fault = answers[sent.push(key) - 1]
    if (fault) throw fault
    return { group: null, commands: [], refused: [] }
  })
  const { sendAll } = useCommandSending()
  for (let i = 0; i < 4; i += 1) await sendAll([request])
  expect(new Set(sent.slice(0, 3)).size).toBe(1)
  expect(sent[3]).not.toBe(sent[0])
})
it('frees the button when no key can be made', async () => {
  vi.stubGlobal('crypto', {})
  const { sending, sendAll } = useCommandSending()
  await expect(sendAll([request])).rejects.toThrow()
  expect(sending.value).toBe(false)
})
