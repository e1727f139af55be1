import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import { type ApiError, toApiError } from '../../api/api-error'
import { formatNumber } from '../../format/format-number'
import { useCommandsStore } from '../../stores/commands'
import { useForecastStore } from '../../stores/forecast'
import { useLiveStore } from '../../stores/live'
import { useNetworkStore } from '../../stores/network'
import { useSessionStore } from '../../stores/session'
import { useTimeStore } from '../../stores/time'
import { useZonesStore } from '../../stores/zones'

export interface BootStep { key: 'site' | 'network' | 'live' | 'commands'; state: 'waiting' | 'loading' | 'done' | 'failed'; note: string }
const retryAfterS = [2, 4, 8, 15]

/** Brings the screen up, source by source, and tries again by itself; an instance that hides its map asks for a sign-in first. */
export function useBoot() {
  const network = useNetworkStore()
  const live = useLiveStore()
  const forecast = useForecastStore()
  const time = useTimeStore()
  const session = useSessionStore()
  const commands = useCommandsStore()
  const zones = useZonesStore()
  const error = shallowRef<ApiError | null>(null)
  const retryInS = ref<number | null>(null)
  const at = ref<'site' | 'network' | 'up'>('site')
  let attempt = 0
  let countdown: ReturnType<typeof setInterval> | undefined

  const steps = computed<BootStep[]>(() => {
    const state = (done: boolean, mine: boolean): BootStep['state'] => (done ? 'done' : mine ? (error.value ? 'failed' : 'loading') : 'waiting')
    const segments = network.network?.segments.length
    return [
      { key: 'site', state: state(network.site !== null, at.value === 'site'), note: '' },
      { key: 'network', state: state(network.network !== null, at.value === 'network'), note: segments === undefined ? '' : formatNumber(segments) ?? '' },
      { key: 'live', state: state(live.lastFrameAt !== null, at.value === 'up'), note: '' },
      { key: 'commands', state: state(commands.loaded, at.value === 'up'), note: '' },
    ]
  })
  const up = computed(() => network.network !== null && live.lastFrameAt !== null)

  async function boot(): Promise<void> {
    clearInterval(countdown)
    retryInS.value = null
    error.value = null
    time.start()
    try {
      if (!network.site) {
        at.value = 'site'
        await network.loadSite()
        time.sync(network.site!.site_at)
      }
      await session.load().catch(() => undefined)
      at.value = 'network'
      if (!network.network) await network.loadNetwork()
      at.value = 'up'
      attempt = 0
      live.start()
      forecast.start()
      void zones.load()
      await commands.load()
    } catch (thrown) {
      fail(toApiError(thrown))
    }
  }
  function fail(cause: ApiError): void {
    error.value = cause
    if (cause.status === 401 || cause.status === 403) {
      session.panelOpen = true
      return
    }
    let left = retryAfterS[Math.min(attempt, retryAfterS.length - 1)]!
    attempt += 1
    retryInS.value = left
    countdown = setInterval(() => {
      left -= 1
      retryInS.value = left
      if (left <= 0) void boot()
    }, 1000)
  }
  watch(() => session.signedIn, (signedIn) => {
    if (signedIn && error.value) void boot()
  })
  onBeforeUnmount(() => {
    clearInterval(countdown)
    live.stop()
    forecast.stop()
    time.stop()
  })
  return { boot, steps, up, error, retryInS }
}
