import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { RunwayConditionView, RunwayObservation, RunwayView } from '#domain/wire/runway-condition'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { useTimeStore } from './time'

/** Wall ms between two looks. */
const everyMs = 5000
/** What became of a report. `lost`: no answer, so nobody knows; the same again is kept once. */
export type Reported = 'kept' | 'moved' | 'lost' | 'refused'

/** The condition of one runway, asked for again and again; a late answer never covers a newer one. */
export const useRunwayConditionStore = defineStore('runway-condition', () => {
  const time = useTimeStore()
  const runways = shallowRef<RunwayView[] | null>(null)
  const runwayId = ref<string | null>(null)
  const condition = shallowRef<RunwayConditionView | null>(null)
  /** Why the last look failed; null while looks succeed. */
  const error = shallowRef<ApiError | null>(null)
  const reportError = shallowRef<ApiError | null>(null)
  let asked = 0
  let heard = 0
  let timer: ReturnType<typeof setInterval> | undefined

  async function loadRunways(): Promise<void> {
    runways.value = await client.runways()
  }

  function take(number: number, view: RunwayConditionView): void {
    if (number < heard || view.runway_id !== runwayId.value) return
    heard = number
    time.sync(view.at)
    condition.value = view
    error.value = null
  }

  async function look(): Promise<void> {
    const id = runwayId.value
    if (id === null) return
    const number = ++asked
    try {
      take(number, await client.runwayCondition(id))
    } catch (thrown) {
      if (number > heard && id === runwayId.value) error.value = toApiError(thrown)
    }
  }

  /** Shows another runway; nothing of the one before stays on the screen. */
  async function choose(id: string): Promise<void> {
    if (id === runwayId.value) return
    runwayId.value = id
    condition.value = null
    await look()
  }

  async function report(id: string, seen: RunwayObservation): Promise<Reported> {
    reportError.value = null
    const number = ++asked
    try {
      const view = await client.observeRunway(id, seen)
      // A look that was under way may still come, with what stood before.
      take(Math.max(number, asked), view)
      return 'kept'
    } catch (thrown) {
      const cause = toApiError(thrown)
      reportError.value = cause
      if (cause.unanswered || cause.status >= 500) return 'lost'
      if (cause.status !== 409) return 'refused'
      await look()
      return 'moved'
    }
  }

  function start(): void {
    timer ??= setInterval(() => void look(), everyMs)
  }
  function stop(): void {
    clearInterval(timer)
    timer = undefined
  }
  return { runways, runwayId, condition, error, reportError, loadRunways, choose, look, report, start, stop }
})
