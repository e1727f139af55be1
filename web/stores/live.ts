import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { LiveFrame, LiveReading } from '#domain/wire/live'
import { ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { applySurface, emptySurface, type SurfaceFrame } from '../api/decode-frame'
import { createLiveStream, type LinkState } from '../api/live-stream'
import { ageSurface } from './age-surface'
import { useCommandsStore } from './commands'
import { useForecastStore } from './forecast'
import { useNetworkStore } from './network'
import { useSessionStore } from './session'
import { useTimeStore } from './time'

/** Newest reading of a sensor: canonical unit, site instant, quality code (0 good, 1 suspect, 2 bad). */
export interface SensorValue { value: number; at: Date; quality: number }

const sensorEntry = ([id, value, at, quality]: LiveReading): [string, SensorValue] => [id, { value, at: new Date(at * 1000), quality }]

/** Wall ms between two attempts to read a network that has changed. */
const catchUpEveryMs = 5000

/** Live surface and sensors, and the surface of a looked-at instant: what was known then, or what is forecast. Nothing here is written by the screen. */
export const useLiveStore = defineStore('live', () => {
  const network = useNetworkStore()
  const time = useTimeStore()
  const commands = useCommandsStore()
  const session = useSessionStore()
  const forecast = useForecastStore()

  const surface = shallowRef<SurfaceFrame>(emptySurface(0))
  const sensors = shallowRef<Map<string, SensorValue>>(new Map())
  const streamLink = ref<LinkState>('connecting')
  /** The last frame spoke of another network than the one on the screen. */
  const otherNetwork = ref(false)
  /** Why the new network could not be read. */
  const reloadError = shallowRef<ApiError | null>(null)
  /** A stream that runs but cannot be drawn is not live. */
  const link = computed<LinkState>(() => (streamLink.value !== 'live' || !otherNetwork.value ? streamLink.value : reloadError.value ? 'offline' : 'connecting'))
  const behind = computed(() => otherNetwork.value && streamLink.value === 'live')
  watch(link, (now) => { commands.silent = now !== 'live' }, { flush: 'sync' })
  /** Site instant of the newest frame; null before the first. */
  const lastFrameAt = shallowRef<Date | null>(null)
  const lookBack = shallowRef<{ at: Date; surface: SurfaceFrame; sensors: Map<string, SensorValue> } | null>(null)
  const lookBackLoading = ref(false)
  const lookBackError = shallowRef<ApiError | null>(null)

  /** The live surface; while nothing can be drawn its states age by our own site clock, every 5 site minutes or wall second at most. */
  const aged = shallowRef<SurfaceFrame>(surface.value)
  function age(): void {
    aged.value = link.value !== 'live' ? ageSurface(surface.value, time.nowMs() / 1000) : surface.value
  }
  watch([surface, link], age, { flush: 'sync' })
  watch(() => Math.floor(time.now.getTime() / 1000 / Math.max(1, time.timeScale)), () => { if (link.value !== 'live') age() })

  /** The surface to draw: live, that of the looked-back instant, or the forecast. While a past one loads, the last drawn one stays; a forecast never stands in for, or beside, a live value. */
  const displayed = computed<SurfaceFrame>(() => (time.lookingAheadAt ? forecast.surface : time.lookingBackAt && lookBack.value ? lookBack.value.surface : aged.value))
  /** The surface now, whatever instant the screen shows. */
  const present = computed<SurfaceFrame>(() => aged.value)
  /** Sensors have no forecast: while the screen looks ahead they are those of now. */
  const displayedSensors = computed<Map<string, SensorValue>>(() => (time.lookingBackAt && lookBack.value ? lookBack.value.sensors : sensors.value))

  // Columns of one network mean nothing in another, not even when they are as long.
  watch(() => network.network?.version, () => {
    const count = network.network?.segments.length ?? 0
    surface.value = emptySurface(count)
    if (!time.lookingBackAt) return
    lookBack.value = { at: time.lookingBackAt, surface: emptySurface(count), sensors: new Map() }
    void loadLookBack(time.lookingBackAt)
  }, { flush: 'sync' })

  let reloading = false
  let notBeforeMs = 0
  /** Reads the network the frames speak of: one at a time, and not at every frame. */
  async function catchUp(): Promise<void> {
    otherNetwork.value = true
    if (reloading || performance.now() < notBeforeMs) return
    reloading = true
    try {
      await network.loadNetwork()
      reloadError.value = null
      stream.restart()
    } catch (thrown) {
      reloadError.value = toApiError(thrown)
    } finally {
      notBeforeMs = performance.now() + catchUpEveryMs
      reloading = false
    }
  }

  function onFrame(frame: LiveFrame, kind: 'snapshot' | 'delta'): void {
    time.sync(frame.at)
    if (frame.network !== network.network?.version) return void catchUp()
    otherNetwork.value = false
    reloadError.value = null
    lastFrameAt.value = new Date(frame.at)
    if (frame.surface) {
      try {
        surface.value = applySurface(surface.value, frame.surface)
      } catch {
        // A frame that does not fit the network is not drawn; a fresh snapshot decides.
        stream.restart()
        return
      }
    }
    if (kind === 'snapshot') sensors.value = new Map((frame.sensors ?? []).map(sensorEntry))
    else if (frame.sensors) {
      // A new map: what is computed from the old one would not notice a change inside it.
      const next = new Map(sensors.value)
      for (const reading of frame.sensors) next.set(...sensorEntry(reading))
      sensors.value = next
    }
    commands.take(frame, kind)
  }

  const stream = createLiveStream('/api/live', { onFrame, onLink: (next) => { streamLink.value = next }, onBroken: () => { if (session.signedIn || session.shutOut) void session.check() } })
  // What may be seen depends on who looks.
  watch(() => session.signedIn, () => stream.reopen())

  let wanted: AbortController | null = null
  async function loadLookBack(at: Date | null): Promise<void> {
    wanted?.abort()
    wanted = null
    lookBackError.value = null
    lookBackLoading.value = false
    if (!at) {
      lookBack.value = null
      return
    }
    const mine = new AbortController()
    wanted = mine
    lookBackLoading.value = true
    try {
      const frame = await client.surfaceAt(at, mine.signal)
      if (mine.signal.aborted) return
      const base = emptySurface(network.network?.segments.length ?? 0)
      if (frame.network !== network.network?.version) throw new ApiError(0, { code: 'network_changed' })
      lookBack.value = { at, surface: frame.surface ? applySurface(base, frame.surface) : base, sensors: new Map((frame.sensors ?? []).map(sensorEntry)) }
    } catch (thrown) {
      if (mine.signal.aborted) return
      lookBackError.value = toApiError(thrown)
      // Better nothing than the live picture under a past time.
      lookBack.value = { at, surface: emptySurface(network.network?.segments.length ?? 0), sensors: new Map() }
    } finally {
      if (wanted === mine) lookBackLoading.value = false
    }
  }
  let debounce: ReturnType<typeof setTimeout> | undefined
  watch(() => [time.lookingBackAt, time.lookingAheadAt] as const, ([at], [before, aheadBefore]) => {
    if (at === before) return
    // From a forecast there is no last picture that could stay: unknown until the past one is here.
    if (at && aheadBefore) lookBack.value = { at, surface: emptySurface(network.network?.segments.length ?? 0), sensors: new Map() }
    clearTimeout(debounce)
    if (!at) return void loadLookBack(null)
    lookBackLoading.value = true
    debounce = setTimeout(() => void loadLookBack(at), 120)
  })

  return {
    surface, aged, present, sensors, link, behind, reloadError, lastFrameAt, displayed, displayedSensors, lookBack, lookBackLoading, lookBackError,
    start: stream.start, stop: stream.stop, restart: stream.restart,
  }
})
