import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { PolygonGeometry, ZoneAnswer, ZoneView } from '#domain/wire/zones'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { useSelectionStore } from './selection'

/** Saved zones, the one in hand, and the answer of its query. */
export const useZonesStore = defineStore('zones', () => {
  const selection = useSelectionStore()
  const zones = shallowRef<ZoneView[]>([])
  const loadError = shallowRef<ApiError | null>(null)
  const activeId = ref<string | null>(null)
  const answer = shallowRef<ZoneAnswer | null>(null)
  const querying = ref(false)
  const saving = ref(false)
  const error = shallowRef<ApiError | null>(null)
  const lastDeleted = shallowRef<ZoneView | null>(null)
  /** Upper limit for the share above it, °C; null = not asked. */
  const limitC = ref<number | null>(null)
  const active = computed(() => zones.value.find((zone) => zone.id === activeId.value) ?? null)

  async function load(): Promise<void> {
    try {
      zones.value = await client.zones()
      loadError.value = null
    } catch (thrown) {
      loadError.value = toApiError(thrown)
    }
  }

  async function query(of: { zone_id: string } | { polygon: PolygonGeometry }): Promise<void> {
    querying.value = true
    error.value = null
    try {
      answer.value = await client.queryZone({ ...of, ...(limitC.value === null ? {} : { limit_c: limitC.value }) })
      selection.highlight(answer.value.segment_ids)
    } catch (thrown) {
      answer.value = null
      selection.highlight([])
      error.value = toApiError(thrown)
    } finally {
      querying.value = false
    }
  }

  async function open(id: string): Promise<void> {
    activeId.value = id
    selection.draft = null
    selection.drawing = 'off'
    selection.shownZone = active.value?.polygon ?? null
    await query({ zone_id: id })
  }

  function close(): void {
    activeId.value = null
    answer.value = null
    error.value = null
    selection.shownZone = null
    selection.draft = null
    selection.drawing = 'off'
    selection.highlight([])
  }

  function draw(): void {
    close()
    selection.drawing = 'polygon'
  }

  /** Saves the draft; a refusal stands in `error` and the draft stays for mending. @returns whether it was stored */
  async function save(name: string, polygon: PolygonGeometry): Promise<boolean> {
    saving.value = true
    error.value = null
    try {
      const saved = await client.saveZone(name, polygon)
      zones.value = [...zones.value.filter((zone) => zone.id !== saved.id), saved]
      await open(saved.id)
      return true
    } catch (thrown) {
      error.value = toApiError(thrown)
      return false
    } finally {
      saving.value = false
    }
  }

  async function remove(id: string): Promise<void> {
    const zone = zones.value.find((row) => row.id === id)
    error.value = null
    try {
      await client.deleteZone(id)
      zones.value = zones.value.filter((row) => row.id !== id)
      lastDeleted.value = zone ?? null
      if (activeId.value === id) close()
    } catch (thrown) {
      error.value = toApiError(thrown)
    }
  }

  /** Stores the last deleted zone again (with a new id). */
  async function undoRemove(): Promise<void> {
    const zone = lastDeleted.value
    if (zone && (await save(zone.name, zone.polygon))) lastDeleted.value = null
  }

  return { zones, loadError, activeId, active, answer, querying, saving, error, lastDeleted, limitC, load, query, open, close, draw, save, remove, undoRemove }
})
