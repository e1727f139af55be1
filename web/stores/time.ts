import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { cityTime } from '../format/city-time'
import { useNetworkStore } from './network'

/** Wall seconds of disagreement beyond which the clock jumps instead of drifting back. */
const jumpAfterS = 3
/** A forecast reaches this far, ms. */
export const farthestAheadMs = 48 * 3_600_000
/** Steps of the keys, ms: a forecast is given every 20 minutes. */
const backStepMs = 600_000
const aheadStepMs = 1_200_000

/** The city's clock on this screen: extrapolated between frames, never the browser's own time or zone. */
export const useTimeStore = defineStore('time', () => {
  const network = useNetworkStore()
  const now = shallowRef(new Date(0))
  const synced = ref(false)
  /** The instant the operator chose; null = now. An instant ahead that has come is looked back at: the view never moves by itself. */
  const chosenAt = shallowRef<Date | null>(null)
  const lookingBackAt = computed(() => (chosenAt.value && chosenAt.value <= now.value ? chosenAt.value : null))
  const lookingAheadAt = computed(() => (chosenAt.value && chosenAt.value > now.value ? chosenAt.value : null))
  const isNow = computed(() => chosenAt.value === null)
  let siteMs = 0
  let wallMs = 0
  let timer: ReturnType<typeof setInterval> | undefined

  const timeScale = computed(() => network.site?.time_scale ?? 1)
  const timeZone = computed(() => network.site?.city.time_zone ?? 'UTC')
  /** Formats instants in the city's zone. */
  const format = computed(() => cityTime(timeZone.value))
  /** The instant the whole screen shows. */
  const shownAt = computed(() => chosenAt.value ?? now.value)
  /** The instant up to which things are known on the screen: that looked back at, or now, also while it looks ahead. */
  const knownAt = computed(() => lookingBackAt.value ?? now.value)

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

  /** Takes the whole screen to an instant, at most as far ahead as a forecast reaches; null = now. */
  function show(at: Date | null): void {
    const ms = at?.getTime() ?? Number.NaN
    chosenAt.value = Number.isNaN(ms) || !synced.value ? null : new Date(Math.min(ms, nowMs() + farthestAheadMs))
  }
  /** A step earlier (-1) or later (1), by an hour or by what the keys do; it never jumps across now. */
  function step(direction: -1 | 1, byHour: boolean): void {
    if (!synced.value) return
    const present = nowMs()
    const from = chosenAt.value?.getTime() ?? present
    const isAhead = from > present || (chosenAt.value === null && direction > 0)
    const to = from + direction * (byHour ? 3_600_000 : isAhead ? aheadStepMs : backStepMs)
    show(chosenAt.value !== null && (from - present) * (to - present) <= 0 ? null : new Date(to))
  }

  function start(): void {
    timer ??= setInterval(tick, 250)
  }
  function stop(): void {
    clearInterval(timer)
    timer = undefined
  }

  return { now, synced, lookingBackAt, lookingAheadAt, isNow, shownAt, knownAt, timeScale, timeZone, format, nowMs, sync, show, step, start, stop }
})
