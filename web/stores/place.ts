import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { LonLat } from '#domain/geo/geodesic'
import type { CoordinateReading } from '#domain/geo/parse-coordinates'
import type { Bilingual } from '#domain/network/network'
import { nearestSegment, type NearestSegment } from '#domain/network/nearest-segment'
import { type WrittenSystem, writtenSystems } from '../format/write-position'
import { keep, readKept } from '../ui/kept'
import { useNetworkStore } from './network'
import { stakedSegments, type StakedView } from './staked-segments'

/** How a place came to be marked: read from figures, a stake of a route, a station, or pointed at on the map. */
export type PlaceOrigin =
  | ({ kind: 'coordinates' } & Pick<CoordinateReading, 'system' | 'order' | 'assumed'>)
  | { kind: 'stake'; route: string; stake: string }
  | { kind: 'station'; id: string; name: Bilingual }
  | { kind: 'pointed' }
/** A place on the earth, CGCS2000, degrees. */
export interface Place { position: LonLat; origin: PlaceOrigin }

const storageKey = 'hearthway.written-system'

/** The one place that is marked on the map, and the system in which positions are written. */
export const usePlaceStore = defineStore('place', () => {
  const network = useNetworkStore()
  const place = shallowRef<Place | null>(null)
  /** Counts requests to bring the map there. */
  const flights = ref(0)
  const system = ref<WrittenSystem>(writtenSystems.find((known) => known === readKept(storageKey)) ?? 'cgcs2000')

  /** The segment nearest to a position, within 5 km; null also while there is no network. */
  const nearestTo = (position: LonLat): NearestSegment<StakedView> | null => (network.network ? nearestSegment(stakedSegments(network.network), position) : null)
  const nearest = computed(() => place.value && nearestTo(place.value.position))

  function mark(next: Place | null): void {
    place.value = next
  }
  /** Marks a place and asks the map to go there. */
  function find(next: Place): void {
    place.value = next
    flights.value += 1
  }
  function write(next: WrittenSystem): void {
    system.value = next
    keep(storageKey, next)
  }

  return { place, nearest, flights, system, nearestTo, mark, find, write }
})
