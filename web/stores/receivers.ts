import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { freshnessOf } from '#domain/sensing/freshness'
import type { ReceiverView, TrackView } from '#domain/wire/receivers'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { useSessionStore } from './session'
import { useTimeStore } from './time'

/** A receiver is expected to speak this often, s. */
const cadenceS = 60
/** How much of a chosen receiver's way is shown. */
const trackMs = 3_600_000

/** A receiver where CGCS2000 has it. Who has no stated frame has no mark. */
export interface ReceiverMark { id: string; name: string; position: [number, number]; isFresh: boolean }

/** Receivers as the server knew them last. Only now: where they were is a track's matter. */
export const useReceiversStore = defineStore('receivers', () => {
  const session = useSessionStore()
  const time = useTimeStore()
  const list = shallowRef<readonly ReceiverView[]>([])
  const error = shallowRef<ApiError | null>(null)
  const chosenId = ref<string | null>(null)
  const track = shallowRef<TrackView | null>(null)

  const ageS = (receiver: ReceiverView): number | null => (receiver.last ? Math.max(0, (time.now.getTime() - Date.parse(receiver.last.at)) / 1000) : null)
  const freshness = (receiver: ReceiverView): 'fresh' | 'stale' | 'lost' | 'never' => {
    const age = ageS(receiver)
    return age === null ? 'never' : freshnessOf(age, cadenceS)
  }
  const marks = computed<ReceiverMark[]>(() => (time.isNow
    ? list.value.flatMap((receiver) => (receiver.last?.cgcs2000 ? [{ id: receiver.id, name: receiver.name, position: receiver.last.cgcs2000, isFresh: freshness(receiver) === 'fresh' }] : []))
    : []))
  /** The chosen one's way, where CGCS2000 has it. */
  const way = computed<[number, number][]>(() => (time.isNow && track.value?.receiver_id === chosenId.value ? track.value?.features.flatMap(({ geometry }) => (geometry ? [geometry.coordinates] : [])) ?? [] : []))

  async function load(): Promise<void> {
    if (!session.signedIn) return
    try {
      const answer = await client.receivers()
      if (!session.signedIn) return
      list.value = answer
      error.value = null
      if (chosenId.value !== null) await loadTrack(chosenId.value)
    } catch (thrown) {
      error.value = toApiError(thrown)
    }
  }
  async function loadTrack(id: string): Promise<void> {
    const answer = await client.receiverTrack(id, new Date(time.now.getTime() - trackMs), new Date(time.now.getTime() + 1000))
    if (chosenId.value === id) track.value = answer
  }
  function choose(id: string | null): void {
    chosenId.value = id
    track.value = null
    if (id !== null) void loadTrack(id).catch((thrown: unknown) => { error.value = toApiError(thrown) })
  }
  // What somebody was allowed to see goes with them.
  watch(() => session.signedIn, (signedIn) => {
    if (signedIn) return void load()
    list.value = []
    choose(null)
  })
  return { list, error, chosenId, marks, way, ageS, freshness, load, choose }
})
