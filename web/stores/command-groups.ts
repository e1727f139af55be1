import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import { isEnd, isHolding } from '#domain/control/command'
import type { CommandGroupView } from '#domain/wire/command-groups'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { useCommandsStore } from './commands'

/** The parents of commands that are still on their way: what waits for whom, how many loops do what was asked, and which were refused. */
export const useCommandGroupsStore = defineStore('command-groups', () => {
  const commands = useCommandsStore()
  const groups = shallowRef<ReadonlyMap<string, CommandGroupView>>(new Map())
  const operating = ref<string | null>(null)
  const refused = shallowRef<{ id: string; error: ApiError } | null>(null)

  function put(view: CommandGroupView): void {
    groups.value = new Map(groups.value).set(view.id, view)
  }
  async function load(id: string): Promise<void> {
    try {
      put(await client.commandGroup(id))
    } catch {
      // The commands themselves stand in the tray; the next step of one of them asks again.
    }
  }
  /** Groups with a command that is neither over nor holding, and how far each command has come: a change of it is a reason to ask again. */
  const underWay = (): Map<string, string> => {
    const marks = new Map<string, string>()
    for (const row of commands.commands) {
      if (row.group !== null && (groups.value.has(row.group) || !(isEnd(row.state) || isHolding(row.state)))) marks.set(row.group, `${marks.get(row.group) ?? ''} ${row.id}:${row.attempt}`)
    }
    return marks
  }
  watch(underWay, (now, before) => {
    for (const [id, mark] of now) if (before?.get(id) !== mark) void load(id)
  }, { immediate: true })

  /** The operator's word after selection; everything reserved for the group is sent. */
  async function operate(id: string): Promise<void> {
    operating.value = id
    refused.value = null
    try {
      put(await client.operate(id))
    } catch (thrown) {
      refused.value = { id, error: toApiError(thrown) }
      await load(id)
    } finally {
      operating.value = null
    }
  }
  /** Withdraws what has not been sent yet. */
  async function cancel(view: CommandGroupView): Promise<void> {
    refused.value = null
    try {
      const first = view.commands[0]
      if (first) put(await client.cancelCommand(first.id))
    } catch (thrown) {
      refused.value = { id: view.id, error: toApiError(thrown) }
      await load(view.id)
    }
  }
  return { groups, operating, refused, load, operate, cancel }
})
