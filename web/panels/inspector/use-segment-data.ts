import { onBeforeUnmount, shallowRef, watch } from 'vue'
import type { SegmentForecastView } from '#domain/wire/forecast'
import type { HistoryView, SegmentDetail } from '#domain/wire/network'
import { type ApiError, toApiError } from '../../api/api-error'
import { client } from '../../api/client'
import { useTimeStore } from '../../stores/time'

const day_ms = 86_400_000
/** Measured afterwards is shown as far as a forecast of then reached. */
const afterwards_ms = 2 * day_ms
/** Wall ms between renewals of the course while a segment stays selected. */
const renewEveryMs = 15_000

/** Detail, course and forecast of the chosen segment: as known now, or at the looked-back instant together with what was measured since. An answer for a segment no longer chosen is dropped. */
export function useSegmentData(segmentId: () => string | null) {
  const time = useTimeStore()
  const detail = shallowRef<SegmentDetail | null>(null)
  const detailError = shallowRef<ApiError | null>(null)
  const history = shallowRef<HistoryView | null>(null)
  const historyError = shallowRef<ApiError | null>(null)
  const forecast = shallowRef<SegmentForecastView | null>(null)
  const forecastError = shallowRef<ApiError | null>(null)

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
    const back = time.lookingBackAt
    const known = back ?? time.now
    const to = back ? new Date(Math.min(back.getTime() + afterwards_ms, time.now.getTime())) : known
    try {
      const answer = await client.history(id, new Date(known.getTime() - day_ms), to)
      if (segmentId() !== id || time.lookingBackAt !== back) return
      history.value = answer
      historyError.value = null
    } catch (thrown) {
      if (segmentId() === id) historyError.value = toApiError(thrown)
    }
  }
  async function loadForecast(id: string): Promise<void> {
    if (!time.synced) return
    const back = time.lookingBackAt
    const still = (): boolean => segmentId() === id && time.lookingBackAt === back
    try {
      const answer = await client.segmentForecast(id, back)
      if (!still()) return
      forecast.value = answer
      forecastError.value = null
    } catch (thrown) {
      if (!still()) return
      forecast.value = null
      forecastError.value = toApiError(thrown)
    }
  }
  watch(segmentId, (id) => {
    detail.value = null
    detailError.value = null
    history.value = null
    historyError.value = null
    forecast.value = null
    forecastError.value = null
    if (!id) return
    void loadDetail(id)
    void loadHistory(id)
    void loadForecast(id)
  }, { immediate: true })

  let settle: ReturnType<typeof setTimeout> | undefined
  watch(() => time.lookingBackAt, () => {
    clearTimeout(settle)
    // What was known at one instant must not stand under another.
    forecast.value = null
    settle = setTimeout(renew, 250)
  })
  function renew(): void {
    const id = segmentId()
    if (!id) return
    void loadHistory(id)
    void loadForecast(id)
  }
  const timer = setInterval(() => { if (!time.lookingBackAt) renew() }, renewEveryMs)
  onBeforeUnmount(() => { clearInterval(timer); clearTimeout(settle) })
  return { detail, detailError, history, historyError, forecast, forecastError, renew }
}
