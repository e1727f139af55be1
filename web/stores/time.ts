import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { cityTime } from '../format/city-time'
import { useNetworkStore } from './network'

/** Wall seconds of disagreement beyond which the clock jumps instead of drifting back. */
const jumpAfterS = 3

/** The city's clock on this screen: extrapolated between frames, never the browser's own time or zone. */
export const useTimeStore = defineStore('time', () => {
  const network = useNetworkStore()
  const now = shallowRef(new Date(0))
  const synced = ref(false)
  const lookingBackAt = shallowRef<Date | null>(null)
  let siteMs = 0
  let wallMs = 0
  let timer: ReturnType<typeof setInterval> | undefined

  const timeScale = computed(() => network.site?.time_scale ?? 1)
  const timeZone = computed(() => network.site?.city.time_zone ?? 'UTC')
  /** Formats instants in the city's zone. */
  const format = computed(() => cityTime(timeZone.value))
  /** The instant the whole screen shows. */
  const shownAt = computed(() => lookingBackAt.value ?? now.value)

  /** Present site instant, unix ms; NaN before the first word of the server. */
  function nowMs(): number {
    return synced.value ? siteMs + (performance.now() - wallMs) * timeScale.value : Number.NaN
  }

  function tick(): void {
    if (synced.value) now.value = new Date(nowMs())
  }

  /** Takes the server's site instant (ISO). A frame that travelled longer only nudges the clock, so that it never stutters backwards. */
  function sync(at: string): void {
    const heard = Date.parse(at)
    if (Number.isNaN(heard)) return
    const expected = nowMs()
    const lag = expected - heard
    const jump = !synced.value || lag < 0 || lag > jumpAfterS * 1000 * timeScale.value
    siteMs = jump ? heard : expected - lag * 0.05
    wallMs = performance.now()
    synced.value = true
    tick()
  }

  function lookBack(at: Date | null): void {
    lookingBackAt.value = at && at.getTime() < nowMs() ? at : null
  }

  function start(): void {
    timer ??= setInterval(tick, 250)
  }
  function stop(): void {
    clearInterval(timer)
    timer = undefined
  }

  return { now, synced, lookingBackAt, shownAt, timeScale, timeZone, format, nowMs, sync, lookBack, start, stop }
})
