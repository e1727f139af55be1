import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { type CoordinateFault, parseCoordinates } from '#domain/geo/parse-coordinates'
import { type ApiError, toApiError } from '../../api/api-error'
import { client } from '../../api/client'
import { useNetworkStore } from '../../stores/network'
import type { Place } from '../../stores/place'
import { parseStakeSearch, type StakeSearch } from './parse-stake-search'

/** Why what was typed leads to no place: figures that no system takes, a route or stake that is not there (with the stakes that are), or no answer of the server. */
export type PlaceFault = { kind: 'coordinates'; fault: CoordinateFault } | { kind: 'stake'; fault: Extract<StakeSearch, { fault: string }>['fault']; said: string } | { kind: 'no_stake'; stake: string; covered: string } | { kind: 'server'; error: ApiError }

/** A stake is asked for when typing has paused for so long, ms. */
const pauseMs = 200
const mostRanges = 3

/** Places that a text means: coordinates at once, stakes as the server locates them. Whatever belongs to a text that has changed since is dropped. */
export function usePlaceSearch(text: () => string) {
  const network = useNetworkStore()
  const coordinates = computed(() => (text().trim() === '' ? null : parseCoordinates(text(), network.site?.city.centre[0] ?? null)))
  const stake = computed(() => (network.network && !coordinates.value ? parseStakeSearch(network.network, text()) : null))
  const located = shallowRef<{ places: Place[]; fault: PlaceFault | null } | null>(null)
  const asking = computed(() => stake.value !== null && !('fault' in stake.value) && located.value === null)

  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: AbortController | null = null
  async function locate({ routes, stake: wanted }: Extract<StakeSearch, { stake: string }>): Promise<void> {
    const own = new AbortController()
    asked = own
    try {
      const answers = await Promise.all(routes.map(({ route, assetId }) => client.locateStake(route, wanted, assetId, own.signal)))
      const places = answers.flatMap(({ route, stake: said, places: found }) => found.map(({ position }): Place => ({ position, origin: { kind: 'stake', route, stake: said } })))
      const covered = answers.flatMap(({ route, covered: ranges }) => ranges.slice(0, mostRanges).map(({ from, to }) => `${route} ${from}–${to}`)).slice(0, mostRanges).join(' · ')
      if (!own.signal.aborted) located.value = { places, fault: places.length > 0 ? null : { kind: 'no_stake', stake: wanted, covered } }
    } catch (thrown) {
      if (!own.signal.aborted) located.value = { places: [], fault: { kind: 'server', error: toApiError(thrown) } }
    }
  }
  function forget(): void {
    clearTimeout(timer)
    asked?.abort()
    located.value = null
  }
  watch(() => JSON.stringify(stake.value), () => {
    forget()
    const search = stake.value
    if (search && !('fault' in search)) timer = setTimeout(() => void locate(search), pauseMs)
  })
  onScopeDispose(forget)

  const places = computed<Place[]>(() => {
    const read = coordinates.value
    if (read) return 'readings' in read ? read.readings.map(({ position, system, order, assumed }) => ({ position, origin: { kind: 'coordinates', system, order, assumed } })) : []
    return located.value?.places ?? []
  })
  const fault = computed<PlaceFault | null>(() => {
    const read = coordinates.value
    if (read) return 'fault' in read ? { kind: 'coordinates', fault: read.fault } : null
    if (stake.value && 'fault' in stake.value) return { kind: 'stake', ...stake.value }
    return located.value?.fault ?? null
  })
  return { places, fault, asking }
}
