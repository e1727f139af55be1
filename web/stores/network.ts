import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { NetworkView, SiteView } from '#domain/wire/network'
import type { ApiError } from '../api/api-error'
import { toApiError } from '../api/api-error'
import { client } from '../api/client'

const byId = <T extends { id: string }>(rows: readonly T[] | undefined): ReadonlyMap<string, T> => new Map((rows ?? []).map((row) => [row.id, row]))

/** What stands in the city; replaced whole when its version changes. */
export const useNetworkStore = defineStore('network', () => {
  const site = shallowRef<SiteView | null>(null)
  const network = shallowRef<NetworkView | null>(null)
  const loading = ref(false)
  const error = shallowRef<ApiError | null>(null)

  const segments = computed(() => byId(network.value?.segments))
  const assets = computed(() => byId(network.value?.assets))
  const stations = computed(() => byId(network.value?.stations))
  const sensors = computed(() => byId(network.value?.sensors))
  const loops = computed(() => byId(network.value?.loops))
  const energyStations = computed(() => byId(network.value?.energy_stations))

  /** Place of a segment in the live columns; -1 when it is not in this network. */
  const segmentIndex = (id: string): number => segments.value.get(id)?.index ?? -1

  async function loadSite(): Promise<void> {
    site.value = await client.site()
  }

  async function loadNetwork(): Promise<void> {
    loading.value = true
    try {
      network.value = await client.network()
      error.value = null
    } catch (thrown) {
      error.value = toApiError(thrown)
      throw thrown
    } finally {
      loading.value = false
    }
  }

  return { site, network, loading, error, segments, assets, stations, sensors, loops, energyStations, segmentIndex, loadSite, loadNetwork }
})
