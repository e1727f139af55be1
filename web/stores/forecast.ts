import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ForecastFrame, ForecastOverview, WeatherStatus } from '#domain/wire/forecast'
import { ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { decodeForecast, type ForecastColumns } from '../api/decode-forecast'
import { staleNow, trustOf } from './forecast-state'
import { forecastSurface } from './forecast-surface'
import { useNetworkStore } from './network'
import { useTimeStore } from './time'

/** Wall ms between two looks at what the server has; a pointer that is dragged asks only where it rests. */
const renewEveryMs = 20_000
const settleMs = 150

/** The forecast of the looked-at instant, the city's course for the time bar, and the weather that both rest on. Live values never enter here. */
export const useForecastStore = defineStore('forecast', () => {
  const network = useNetworkStore()
  const time = useTimeStore()

  /** The frame that is drawn, with the instant it is of: while another one loads it stays and keeps its own time. */
  const frame = shallowRef<{ answer: ForecastFrame; columns: ForecastColumns | null; at: Date | null; wantedAt: Date } | null>(null)
  const loading = ref(false)
  const error = shallowRef<ApiError | null>(null)
  /** As known now, or at the looked-back instant. */
  const overview = shallowRef<ForecastOverview | null>(null)
  const overviewError = shallowRef<ApiError | null>(null)
  const weather = shallowRef<WeatherStatus | null>(null)
  const weatherError = shallowRef<ApiError | null>(null)

  const newestWeatherMs = computed(() => (weather.value?.good ? Date.parse(weather.value.good.issued_at) : null))
  const staleWords = computed(() => (frame.value?.answer.run ? staleNow(frame.value.answer.run, time.now.getTime(), newestWeatherMs.value).join(' ') : ''))
  /** Why what is drawn must not pass for the present forecast. */
  const stale = computed(() => staleWords.value.split(' ').filter(Boolean) as ReturnType<typeof staleNow>)
  const trust = computed(() => trustOf(stale.value))
  const count = computed(() => network.network?.segments.length ?? 0)
  /** What the map draws while the screen looks ahead; unknown where there is nothing. */
  const surface = computed(() => forecastSurface(frame.value?.columns ?? null, count.value, trust.value))
  const columns = computed(() => (trust.value === 'withheld' ? null : frame.value?.columns ?? null))

  /** The instant that is drawn, or while it loads the one that will be: a forecast stands on steps of its own. */
  const shownAt = computed(() => (!loading.value && frame.value?.at) || time.shownAt)

  let wanted: AbortController | null = null
  async function loadFrame(at: Date): Promise<void> {
    wanted?.abort()
    const mine = new AbortController()
    wanted = mine
    try {
      const answer = await client.forecast(at, null, mine.signal)
      if (mine.signal.aborted) return
      if (answer.network !== network.network?.version) throw new ApiError(0, { code: 'network_changed' })
      frame.value = { answer, columns: answer.surface && decodeForecast(answer.surface, count.value), at: answer.at === null ? null : new Date(answer.at), wantedAt: at }
      error.value = null
    } catch (thrown) {
      if (mine.signal.aborted) return
      // Better nothing than another instant's picture, or the live one, under this time. One of this instant that could not be renewed stays, and grows old by our own clock.
      if (frame.value?.wantedAt !== at) frame.value = null
      error.value = toApiError(thrown)
    } finally {
      if (wanted === mine) { wanted = null; loading.value = false }
    }
  }

  async function loadOverview(): Promise<void> {
    if (!time.synced || !network.network) return
    const back = time.lookingBackAt
    try {
      const answer = await client.forecastOverview(back)
      if (time.lookingBackAt !== back) return
      overview.value = answer
      overviewError.value = null
    } catch (thrown) {
      if (time.lookingBackAt !== back) return
      overviewError.value = toApiError(thrown)
    }
  }
  async function loadWeather(): Promise<void> {
    try {
      weather.value = await client.weatherStatus()
      weatherError.value = null
    } catch (thrown) {
      weatherError.value = toApiError(thrown)
    }
  }

  let settle: ReturnType<typeof setTimeout> | undefined
  watch(() => time.lookingAheadAt, (at) => {
    clearTimeout(settle)
    wanted?.abort()
    wanted = null
    loading.value = at !== null
    error.value = null
    if (at) settle = setTimeout(() => void loadFrame(at), settleMs)
    else frame.value = null
  })
  let settleBack: ReturnType<typeof setTimeout> | undefined
  watch(() => time.lookingBackAt, () => {
    clearTimeout(settleBack)
    // What was known at one instant must not stand under another.
    overview.value = null
    settleBack = setTimeout(() => void loadOverview(), settleMs)
  })
  // Columns of one network mean nothing in another.
  watch(() => network.network?.version, () => {
    frame.value = null
    if (time.lookingAheadAt) void loadFrame(time.lookingAheadAt)
    void loadOverview()
  })

  function renew(): void {
    if (time.lookingAheadAt && !loading.value) void loadFrame(time.lookingAheadAt)
    if (!time.lookingBackAt) void loadOverview()
    void loadWeather()
  }
  let timer: ReturnType<typeof setInterval> | undefined
  function start(): void {
    if (timer) return
    renew()
    timer = setInterval(renew, renewEveryMs)
  }
  function stop(): void {
    clearInterval(timer)
    timer = undefined
  }

  return { frame, loading, error, overview, overviewError, weather, weatherError, newestWeatherMs, stale, trust, surface, columns, shownAt, loadOverview, start, stop }
})
