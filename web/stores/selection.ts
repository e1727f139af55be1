import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { PolygonGeometry } from '#domain/wire/zones'

/** What the operator points at: one selected segment, one hovered, a highlighted set, a polygon being drawn or shown. */
export const useSelectionStore = defineStore('selection', () => {
  const segmentId = ref<string | null>(null)
  const hoverId = ref<string | null>(null)
  const highlightedIds = shallowRef<ReadonlySet<string>>(new Set())
  /** Who has the map's clicks: nobody, the drawing of a zone, or measuring. */
  const drawing = ref<'off' | 'polygon' | 'measure'>('off')
  /** The polygon being drawn, or finished and not yet saved. */
  const draft = shallowRef<PolygonGeometry | null>(null)
  const shownZone = shallowRef<PolygonGeometry | null>(null)
  /** Counts explicit selections, so that a list click brings the map there even when the segment was selected already. */
  const focusRequest = ref(0)

  function select(id: string | null): void {
    segmentId.value = id
  }
  /** Selects and asks the map to bring the segment into view. */
  function selectAndFocus(id: string): void {
    segmentId.value = id
    focusRequest.value += 1
  }
  function highlight(ids: Iterable<string>): void {
    highlightedIds.value = new Set(ids)
  }
  const hasHighlight = computed(() => highlightedIds.value.size > 0)

  return { segmentId, hoverId, highlightedIds, hasHighlight, drawing, draft, shownZone, focusRequest, select, selectAndFocus, highlight }
})
