import { useDebounceFn } from '@vueuse/core'
import { shallowRef, watch } from 'vue'
import type { CommandMode } from '#domain/control/command'
import type { InterlockResultView } from '#domain/wire/commands'
import { type ApiError, toApiError } from '../../api/api-error'
import { client } from '../../api/client'

export interface JudgedLoop { loopId: string; results: InterlockResultView[] }
interface Question { loopIds: string[]; mode: CommandMode; setpointC: number | null }

/** The rules about a command that nobody has given, for a few loops; asked again shortly after the form changes. */
export function useInterlocks(question: () => Question) {
  const judged = shallowRef<JudgedLoop[]>([])
  const error = shallowRef<ApiError | null>(null)
  /** A zone may have many loops; the request itself judges every one. */
  const mostLoops = 12
  let asked = 0

  const ask = useDebounceFn(async () => {
    const mine = asked += 1
    const { loopIds, mode, setpointC } = question()
    try {
      const rows = await Promise.all(loopIds.slice(0, mostLoops).map(async (loopId) => ({ loopId, results: (await client.interlocks(loopId, mode, setpointC)).results })))
      if (mine !== asked) return
      judged.value = rows
      error.value = null
    } catch (thrown) {
      if (mine !== asked) return
      judged.value = []
      error.value = toApiError(thrown)
    }
  }, 300)
  watch(() => JSON.stringify(question()), () => void ask(), { immediate: true })
  return { judged, error }
}
