import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useForecastStore } from './forecast'
import { useLiveStore } from './live'
import { useTimeStore } from './time'

/** Least wall ms that a picture stands while time is played. */
const frameMs = 350
const lookEveryMs = 60

/** Plays the shown instant forward, picture by picture: the next one comes when this one is drawn, so nothing is skipped and nothing shown under a wrong time. */
export const useTimePlayStore = defineStore('time-play', () => {
  const time = useTimeStore()
  const live = useLiveStore()
  const forecast = useForecastStore()
  const playing = ref(false)
  /** Instants at which something happens, rising, unix ms; filled by the time bar. */
  const events = shallowRef<readonly number[]>([])
  /** Where there is nothing more to play, unix ms; null = nothing ahead is known. */
  const lastMs = ref<number | null>(null)
  const drawn = (): boolean => !live.lookBackLoading && !forecast.loading
  let timer: ReturnType<typeof setTimeout> | undefined
  let shownSince = 0

  function turn(): void {
    timer = undefined
    if (!playing.value) return
    const isOver = time.shownAt.getTime() >= (lastMs.value ?? time.nowMs()) - 1000
    if (isOver || live.lookBackError || forecast.error) { playing.value = false; return }
    if (drawn() && performance.now() - shownSince >= frameMs) {
      time.step(1, false)
      shownSince = performance.now()
    }
    timer = setTimeout(turn, lookEveryMs)
  }
  function toggle(): void {
    playing.value = !playing.value
    shownSince = performance.now()
    if (playing.value) timer ??= setTimeout(turn, lookEveryMs)
  }
  // Whoever returns to now has seen enough; playing through now goes on.
  const stop = (): void => { playing.value = false }

  const here = computed(() => time.shownAt.getTime())
  const next = computed(() => events.value.find((atMs) => atMs > here.value + 60_000) ?? null)
  const previous = computed(() => events.value.findLast((atMs) => atMs < here.value - 60_000) ?? null)
  /** Takes the screen to the next event, or the one before. @returns whether there is one */
  function jump(direction: -1 | 1): boolean {
    const to = direction > 0 ? next.value : previous.value
    if (to === null) return false
    stop()
    time.show(new Date(to))
    return true
  }
  watch(() => live.link, (link) => { if (link === 'offline') stop() })
  return { playing, events, lastMs, next, previous, toggle, stop, jump }
})
