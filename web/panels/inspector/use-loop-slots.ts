import { useIntervalFn } from '@vueuse/core'
import { computed, ref, shallowRef, watch } from 'vue'
import type { LoopSlotsView } from '#domain/wire/slots'
import { type ApiError, toApiError } from '../../api/api-error'
import { client } from '../../api/client'
import { useCommandsStore } from '../../stores/commands'
import { useSessionStore } from '../../stores/session'

/** The sixteen slots and the locks of a loop, asked for again whenever a command of the loop or its controller's word changes. */
export function useLoopSlots(loopId: () => string | null) {
  const commands = useCommandsStore()
  const session = useSessionStore()
  const view = shallowRef<LoopSlotsView | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const busy = ref(false)
  let asked = 0

  async function load(): Promise<void> {
    const id = loopId()
    const mine = asked += 1
    if (id === null) { view.value = null; return }
    try {
      const found = await client.loopSlots(id)
      if (mine !== asked) return
      view.value = found
      error.value = null
    } catch (thrown) {
      if (mine === asked) error.value = toApiError(thrown)
    }
  }
  const mark = computed(() => {
    const id = loopId()
    const loop = id === null ? undefined : commands.loops.get(id)
    return `${id} ${session.session.name} ${commands.commands.filter((row) => row.loop_id === id).map((row) => `${row.id}:${row.attempt}`).join()} ${loop?.link} ${loop?.actual?.mode} ${loop?.actual?.local} ${loop?.holder.command_id}`
  })
  watch(mark, (now, before) => {
    if (before?.split(' ')[0] !== now.split(' ')[0]) view.value = null
    void load()
  }, { immediate: true })
  // Locks of others end and begin without a word on the stream.
  useIntervalFn(() => { if (loopId() !== null) void load() }, 15_000)

  /** Does something and asks again; what went wrong stands in `error`. */
  async function change(work: () => Promise<unknown>): Promise<void> {
    busy.value = true
    try {
      await work()
      await load()
    } catch (thrown) {
      error.value = toApiError(thrown)
    } finally {
      busy.value = false
    }
  }
  const place = (kind: 'incident' | 'testing' | 'maintenance', reason: string): Promise<void> => change(() => client.placeLock({ target: { kind: 'loop', id: loopId()! }, kind, reason }))
  const end = (id: number): Promise<void> => change(() => client.endLock(id))
  return { view, error, busy, place, end }
}
