import { onBeforeUnmount, shallowRef, watch } from 'vue'
import type { HistoryView, SegmentDetail } from '#domain/wire/network'
import { type ApiError, toApiError } from '../../api/api-error'
import { client } from '../../api/client'
import { useTimeStore } from '../../stores/time'

const day_ms = 86_400_000
/** Wall ms between renewals of the course while a segment stays selected. */
const renewEveryMs = 15_000

/** Detail and 24 h course of the chosen segment, ending at the shown instant. An answer for a segment no longer chosen is dropped. */
export function useSegmentData(segmentId: () => string | null) {
  const time = useTimeStore()
  const detail = shallowRef<SegmentDetail | null>(null)
  const detailError = shallowRef<ApiError | null>(null)
  const history = shallowRef<HistoryView | null>(null)
  const historyError = shallowRef<ApiError | null>(null)

  async function loadDetail(id: string): Promise<void> {
    try {
      const answer = await client.segment(id)
      if (segmentId() === id) detail.value = answer
    } catch (thrown) {
      if (segmentId() === id) detailError.value = toApiError(thrown)
    }
  }
  async function loadHistory(id: string): Promise<void> {
    if (!time.synced) return
    const to = time.shownAt
    try {
      const answer = await client.history(id, new Date(to.getTime() - day_ms), to)
      if (segmentId() !== id) return
      history.value = answer
      historyError.value = null
    } catch (thrown) {
      if (segmentId() === id) historyError.value = toApiError(thrown)
    }
  }
  watch(segmentId, (id) => {
    detail.value = null
    detailError.value = null
    history.value = null
    historyError.value = null
    if (!id) return
    void loadDetail(id)
    void loadHistory(id)
  }, { immediate: true })

  let settle: ReturnType<typeof setTimeout> | undefined
  watch(() => time.lookingBackAt, () => {
    clearTimeout(settle)
    settle = setTimeout(renew, 250)
  })
  function renew(): void {
    const id = segmentId()
    if (id) void loadHistory(id)
  }
  const timer = setInterval(() => { if (!time.lookingBackAt) renew() }, renewEveryMs)
  onBeforeUnmount(() => { clearInterval(timer); clearTimeout(settle) })
  return { detail, detailError, history, historyError, renew }
}
