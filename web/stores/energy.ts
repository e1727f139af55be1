import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { EnergyView } from '#domain/wire/energy'
import type { QuantityName } from '#domain/sensing/quantities'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { useLiveStore } from './live'
import { useNetworkStore } from './network'
import { believedValue } from './sensor-freshness'
import { useTimeStore } from './time'

export const energySpansH = [24, 168, 744] as const
export type EnergySpanH = (typeof energySpansH)[number]
const renewEveryMs = 30_000

/** What an energy station's loops do at the shown instant: sums over those that are heard of. */
export interface StationNow { id: string; loops: number; heard: number; intoKw: number; outKw: number; supplyC: readonly [low: number, high: number] | null; returnC: readonly [low: number, high: number] | null }

/** Heat that goes into the pavement and comes out of it: now from live readings, over a span from stored ones. */
export const useEnergyStore = defineStore('energy', () => {
  const network = useNetworkStore()
  const live = useLiveStore()
  const time = useTimeStore()
  const open = ref(false)
  const spanH = ref<EnergySpanH>(24)
  const heard = shallowRef<EnergyView | null>(null)
  const loading = ref(false)
  const error = shallowRef<ApiError | null>(null)

  const sensorsOf = computed(() => {
    const byLoop = new Map<string, Partial<Record<QuantityName, string>>>()
    for (const { id, loop_id: loop, quantity, source } of network.network?.sensors ?? []) if (loop !== null && source === 'controller') byLoop.set(loop, { ...byLoop.get(loop), [quantity]: id })
    return byLoop
  })
  /** A good, fresh value at the shown instant; null = unknown. A coming instant has none. */
  function valueOf(loopId: string, quantity: QuantityName): number | null {
    const id = sensorsOf.value.get(loopId)?.[quantity]
    const sensor = id === undefined ? undefined : network.sensors.get(id)
    const said = id === undefined ? undefined : live.displayedSensors.get(id)
    return sensor && !time.lookingAheadAt ? believedValue(sensor, said, time.knownAt.getTime()) : null
  }
  const extent = (values: readonly (number | null)[]): readonly [number, number] | null => {
    const known = values.filter((value) => value !== null)
    return known.length > 0 ? [Math.min(...known), Math.max(...known)] : null
  }
  const stations = computed<StationNow[]>(() => (network.network?.energy_stations ?? []).map(({ id }) => {
    const loops = (network.network?.loops ?? []).filter((loop) => loop.energy_station_id === id).map((loop) => loop.id)
    const powers = loops.map((loop) => valueOf(loop, 'thermal_power'))
    const known = powers.filter((power) => power !== null)
    // Water that stands says nothing of supply and return.
    const flowing = loops.filter((loop) => (valueOf(loop, 'pump_frequency') ?? 0) > 0)
    return {
      id, loops: loops.length, heard: known.length, intoKw: known.reduce((sum, power) => sum + Math.max(0, power), 0), outKw: known.reduce((sum, power) => sum + Math.max(0, -power), 0),
      supplyC: extent(flowing.map((loop) => valueOf(loop, 'supply_temperature'))), returnC: extent(flowing.map((loop) => valueOf(loop, 'return_temperature'))),
    }
  }))
  const total = computed(() => stations.value.reduce((sum, { loops, heard: known, intoKw, outKw }) => ({ loops: sum.loops + loops, heard: sum.heard + known, intoKw: sum.intoKw + intoKw, outKw: sum.outKw + outKw }), { loops: 0, heard: 0, intoKw: 0, outKw: 0 }))

  let asked = 0
  async function load(): Promise<void> {
    if (!time.synced) return
    const mine = asked += 1
    loading.value = true
    const to = time.knownAt
    try {
      const answer = await client.energy(new Date(to.getTime() - spanH.value * 3_600_000), to)
      if (mine !== asked) return
      heard.value = answer
      error.value = null
    } catch (thrown) {
      if (mine === asked) error.value = toApiError(thrown)
    } finally {
      if (mine === asked) loading.value = false
    }
  }
  let timer: ReturnType<typeof setInterval> | undefined
  watch([open, spanH, () => time.lookingBackAt], ([isOpen], [, before]) => {
    clearInterval(timer)
    if (!isOpen) return
    // Another span's course must not stand under this one's name.
    if (before !== spanH.value) heard.value = null
    void load()
    timer = setInterval(() => { if (live.link !== 'offline') void load() }, renewEveryMs)
  })
  return { open, spanH, heard, loading, error, stations, total, load }
})
