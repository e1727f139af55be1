import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { CommandAnswer, CommandRequest, CommandView } from '#domain/wire/commands'
import type { StopRequest } from '#domain/wire/command-groups'
import type { ControllerView } from '#domain/wire/controllers'
import type { LiveFrame } from '#domain/wire/live'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { randomKey } from '../api/random-key'

export type LoopView = ControllerView['loops'][number] & { link: ControllerView['link']; seenAt: string | null; controllerId: string }

/** Commands and what the controllers say, exactly as the server reports them: nothing is written here before it comes back. */
export const useCommandsStore = defineStore('commands', () => {
  const byId = shallowRef<ReadonlyMap<number, CommandView>>(new Map())
  const controllers = shallowRef<ReadonlyMap<string, ControllerView>>(new Map())
  /** Commands about which something is being asked. */
  const working = shallowRef<ReadonlySet<number>>(new Set())
  const problem = shallowRef<{ id: number; error: ApiError } | null>(null)
  const loaded = ref(false)
  /** The live stream is silent: what a controller said last is no longer what it says. */
  const silent = ref(false)

  const commands = computed(() => [...byId.value.values()].sort((a, b) => b.id - a.id))
  const loops = computed<ReadonlyMap<string, LoopView>>(() => {
    const map = new Map<string, LoopView>()
    for (const controller of controllers.value.values()) {
      for (const loop of controller.loops) map.set(loop.loop_id, { ...loop, link: silent.value ? 'unknown' : controller.link, seenAt: controller.seen_at, controllerId: controller.id })
    }
    return map
  })

  /** An answer that was long on its way must not undo what the stream has said since. */
  function merge(rows: readonly CommandView[]): void {
    const next = new Map(byId.value)
    for (const row of rows) {
      const known = next.get(row.id)
      if (!known || row.attempt >= known.attempt) next.set(row.id, row)
    }
    byId.value = next
  }

  function take(frame: LiveFrame, kind: 'snapshot' | 'delta'): void {
    if (frame.commands) merge(frame.commands)
    if (kind === 'snapshot') controllers.value = new Map((frame.controllers ?? []).map((row) => [row.id, row]))
    else if (frame.controllers) {
      const next = new Map(controllers.value)
      for (const row of frame.controllers) next.set(row.id, row)
      controllers.value = next
    }
  }

  async function load(): Promise<void> {
    merge((await client.commands()).commands)
    loaded.value = true
  }

  /**
   * Asks for a command. The key belongs to the form: a retry of the same form passes the same key, so that it is never carried out twice.
   * @throws ApiError; when `unanswered`, nobody knows whether it was taken: retry with the same key
   */
  async function send(command: CommandRequest, idempotencyKey: string): Promise<CommandAnswer> {
    const answer = await client.sendCommand(command, idempotencyKey)
    merge(answer.commands)
    return answer
  }

  /** Gives back every remote slot of the target's loops. @throws ApiError; when `unanswered`, try again with the same key */
  async function stop(asked: StopRequest, idempotencyKey: string): Promise<CommandAnswer> {
    const answer = await client.stop(asked, idempotencyKey)
    merge(answer.commands)
    return answer
  }

  /** One deed on one command; the commands as they then stand are taken over. What went wrong stands in `problem`. */
  async function act(id: number, work: () => Promise<readonly CommandView[]>): Promise<void> {
    working.value = new Set(working.value).add(id)
    problem.value = null
    try {
      merge(await work())
    } catch (thrown) {
      problem.value = { id, error: toApiError(thrown) }
    } finally {
      const next = new Set(working.value)
      next.delete(id)
      working.value = next
    }
  }
  /** Asks the server to read the controller now. */
  const readBack = (id: number): Promise<void> => act(id, async () => [await client.readBack(id)])
  /** Withdraws what of its request has not been sent. */
  const cancel = (id: number): Promise<void> => act(id, async () => (await client.cancelCommand(id)).commands)
  /** One deed under a key of its own. The key lives until it was answered, so that a retry is no second deed. */
  const once = (ask: (id: number, key: string) => Promise<CommandAnswer>): ((id: number) => Promise<void>) => {
    const keys = new Map<number, string>()
    return (id) => act(id, async () => {
      const key = keys.get(id) ?? randomKey()
      keys.set(id, key)
      try {
        const { commands: rows } = await ask(id, key)
        keys.delete(id)
        return rows
      } catch (thrown) {
        const error = toApiError(thrown)
        if (!error.unanswered && error.status < 500) keys.delete(id)
        throw error
      }
    })
  }
  /** Carries a held command on for a lease as long as its own. */
  const renew = once((id, key) => client.renewCommand(id, byId.value.get(id)?.lease_s ?? null, key))
  /** A person's word that an interlock trip is over. */
  const relinquish = once((id, key) => client.relinquishTrip(id, key))

  return { byId, commands, controllers, loops, working, problem, loaded, silent, take, load, send, stop, readBack, cancel, renew, relinquish }
})
