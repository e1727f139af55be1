import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ForecastFrame } from '#domain/wire/forecast'
import { client } from '../api/client'
import { decodeForecast } from '../api/decode-forecast'
import { useCommandsStore } from './commands'
import { useForecastStore } from './forecast'
import { forecastTrust } from './forecast-state'
import { ageOf, byLoop, changeOf, controlCodes, dewMarginOf, heatFluxOf, type LayerColumn, type MapLayer, nearestAir, uncertaintyOf } from './layer-values'
import { useLiveStore } from './live'
import { loopControl } from './loop-control'
import { useNetworkStore } from './network'
import { believedValue } from './sensor-freshness'
import { useTimeStore } from './time'
import type { Camera } from './view-link'

/** The change that is shown while the screen shows now, ms ahead; renewed so often, wall ms. */
const changeAheadMs = 3 * 3_600_000
const renewEveryMs = 30_000

/** What the map is coloured by, and the values of it. A layer knows nothing of an instant for which its data do not reach: that is unknown, never the present. */
export const useMapLayerStore = defineStore('map-layer', () => {
  const network = useNetworkStore()
  const time = useTimeStore()
  const live = useLiveStore()
  const forecast = useForecastStore()
  const commands = useCommandsStore()
  const layer = ref<MapLayer>('temperature')
  /** Where a person last moved the map to; null while it shows the city by itself. */
  const camera = shallowRef<Camera | null>(null)
  /** Where the map is to open, once. */
  const wantedCamera = shallowRef<Camera | null>(null)

  const segments = computed(() => network.network?.segments ?? [])
  const isAhead = computed(() => time.lookingAheadAt !== null)
  /** Values of sensors of a quantity that may be believed at the shown instant. */
  function good(quantity: string): { stationId: string | null; loopId: string | null; value: number }[] {
    const nowMs = time.knownAt.getTime()
    return (network.network?.sensors ?? []).flatMap((sensor) => {
      const value = sensor.quantity === quantity ? believedValue(sensor, live.displayedSensors.get(sensor.id), nowMs) : null
      return value === null ? [] : [{ stationId: sensor.station_id, loopId: sensor.loop_id, value }]
    })
  }
  const air = computed(() => {
    if (layer.value !== 'dew_margin' || isAhead.value) return new Float32Array(segments.value.length).fill(Number.NaN)
    return nearestAir(segments.value, good('dew_point').flatMap(({ stationId, value }) => {
      const position = stationId === null ? undefined : network.stations.get(stationId)?.position
      return position ? [{ position, value }] : []
    }))
  })
  const flux = computed(() => {
    const powerKw = new Map<string, number>()
    if (layer.value === 'heat_flux' && !isAhead.value) for (const { loopId, value } of good('thermal_power')) if (loopId !== null) powerKw.set(loopId, value)
    return heatFluxOf(segments.value, powerKw)
  })

  /** The forecast three hours on, for the change from now. */
  const soon = shallowRef<{ run: ForecastFrame['run']; meanC: Float32Array } | null>(null)
  const soonTrust = computed(() => forecastTrust(soon.value?.run ?? null, time.now.getTime(), forecast.newestWeatherMs))
  async function loadSoon(): Promise<void> {
    if (layer.value !== 'change' || !time.isNow || !time.synced) return
    try {
      const answer = await client.forecast(new Date(time.nowMs() + changeAheadMs))
      soon.value = answer.surface && answer.network === network.network?.version ? { run: answer.run, meanC: decodeForecast(answer.surface, segments.value.length).meanC } : null
    } catch {
      soon.value = null
    }
  }
  let timer: ReturnType<typeof setInterval> | undefined
  watch([layer, () => time.isNow, () => network.network?.version], () => {
    clearInterval(timer)
    soon.value = null
    if (layer.value !== 'change' || !time.isNow) return
    void loadSoon()
    timer = setInterval(() => void loadSoon(), renewEveryMs)
  })

  /** Minute of the shown instant: ages move no faster on the map. */
  const minute = computed(() => Math.floor(time.knownAt.getTime() / 60_000))
  /** Null = the temperature itself. */
  const column = computed<LayerColumn | null>(() => {
    const surface = live.displayed
    if (layer.value === 'temperature' || surface.state.length !== segments.value.length) return null
    switch (layer.value) {
      case 'uncertainty': return uncertaintyOf(surface)
      case 'age': return ageOf(surface, isAhead.value ? Number.NaN : minute.value * 60)
      case 'dew_margin': return dewMarginOf(surface, air.value)
      case 'change': return time.lookingBackAt ? changeOf(live.present, null, 'withheld') : isAhead.value ? changeOf(live.present, forecast.columns?.meanC ?? null, forecast.trust) : changeOf(live.present, soon.value?.meanC ?? null, soonTrust.value)
      case 'heat_flux': return byLoop(segments.value, (id) => flux.value.get(id) ?? Number.NaN)
      default: return byLoop(segments.value, (id) => {
        const code = time.isNow ? (controlCodes as readonly string[]).indexOf(loopControl(commands.loops.get(id))) : -1
        return code < 0 ? Number.NaN : code
      })
    }
  })
  return { layer, camera, wantedCamera, column }
})
