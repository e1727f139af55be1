import { useIntervalFn } from '@vueuse/core'
import { onMounted, ref, shallowRef } from 'vue'
import type { RunwayDeclaration, RunwayUseView } from '#domain/wire/runways'
import { type ApiError, toApiError } from '../../api/api-error'
import { client } from '../../api/client'

/** What is said of the use of each runway; asked again every ten seconds, because what was said also expires without a word. */
export function useRunways() {
  const runways = shallowRef<readonly RunwayUseView[]>([])
  const error = shallowRef<ApiError | null>(null)
  const busy = ref(false)
  const loaded = ref(false)

  async function load(): Promise<void> {
    try {
      runways.value = await client.runwaysUse()
      error.value = null
      loaded.value = true
    } catch (thrown) {
      error.value = toApiError(thrown)
    }
  }
  async function declare(id: string, said: RunwayDeclaration): Promise<boolean> {
    busy.value = true
    try {
      await client.declareRunway(id, said)
      await load()
      return true
    } catch (thrown) {
      error.value = toApiError(thrown)
      return false
    } finally {
      busy.value = false
    }
  }
  onMounted(load)
  useIntervalFn(load, 10_000)
  return { runways, error, busy, loaded, declare }
}
