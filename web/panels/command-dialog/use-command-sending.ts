import { ref, shallowRef } from 'vue'
import type { CommandRequest, CommandView } from '#domain/wire/commands'
import { type ApiError, toApiError } from '../../api/api-error'
import { randomKey } from '../../api/random-key'
import { useCommandsStore } from '../../stores/commands'

export interface SendOutcome {
  commands: CommandView[]
  refused: { loop_id: string; reason: string; params?: Record<string, string | number> }[]
  faults: { request: CommandRequest; error: ApiError }[]
}

/**
 * Sends the requests of one form. Each distinct request keeps its idempotency key until it was answered, so a retry after a lost
 * answer can never be carried out twice; after an answer the next press is a new command with a new key.
 */
export function useCommandSending() {
  const commands = useCommandsStore()
  const sending = ref(false)
  const outcome = shallowRef<SendOutcome | null>(null)
  const keys = new Map<string, string>()

  async function sendAll(requests: readonly CommandRequest[]): Promise<void> {
    if (sending.value) return
    sending.value = true
    const result: SendOutcome = { commands: [], refused: [], faults: [] }
    try {
      for (const request of requests) await sendOne(request, result)
    } finally {
      outcome.value = result
      sending.value = false
    }
  }
  async function sendOne(request: CommandRequest, result: SendOutcome): Promise<void> {
    const body = JSON.stringify(request)
    const key = keys.get(body) ?? randomKey()
    keys.set(body, key)
    try {
      const answer = await commands.send(request, key)
      keys.delete(body)
      result.commands.push(...answer.commands)
      result.refused.push(...answer.refused)
    } catch (thrown) {
      const error = toApiError(thrown)
      // 5xx and no answer leave it open whether the command was taken: the key must survive for the retry.
      if (!error.unanswered && error.status < 500) keys.delete(body)
      result.faults.push({ request, error })
    }
  }
  function reset(): void {
    outcome.value = null
    keys.clear()
  }
  return { sending, outcome, sendAll, reset }
}
