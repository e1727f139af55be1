import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { LonLat } from '#domain/geo/geodesic'
import type { Measured } from './measure-figures'
import { useSelectionStore } from './selection'
import { useZonesStore } from './zones'

export const measureTools = ['length', 'area', 'buffer', 'nearest'] as const
export type MeasureTool = (typeof measureTools)[number]
export const lengthUnits = ['m', 'km'] as const
export const areaUnits = ['m²', 'ha', 'km²'] as const

/** What the buffer may reach, m: beyond it, it is no neighbourhood, and the plane that it is drawn in no more true. */
export const radiusRangeM = [1, 20_000] as const
/** What must be there before a figure can be finished. */
const fewest: Record<MeasureTool, number> = { length: 2, area: 3, buffer: 1, nearest: 1 }

/** What is being measured on the map: corners that a person put there, and what follows from them. Nothing is stored or sent. */
export const useMeasureStore = defineStore('measure', () => {
  const selection = useSelectionStore()
  const zones = useZonesStore()
  const open = computed(() => selection.drawing === 'measure')
  const tool = ref<MeasureTool>('length')
  /** CGCS2000, degrees. */
  const corners = shallowRef<readonly LonLat[]>([])
  const finished = ref(false)
  /** Under the cursor, while a figure grows. */
  const pointer = shallowRef<LonLat | null>(null)
  const radiusM = ref(100)
  const lengthUnit = ref<(typeof lengthUnits)[number]>('m')
  const areaUnit = ref<(typeof areaUnits)[number]>('m²')
  /** Counts requests for a corner in the middle of the map. */
  const centreRequest = ref(0)

  const missing = computed(() => Math.max(0, fewest[tool.value] - corners.value.length))
  /** What follows from the corners: put here by the panel, which is loaded when somebody measures. Null before. */
  const measured = shallowRef<Measured | null>(null)
  watch(() => (open.value ? measured.value?.buffer ?? null : null), (buffer) => {
    if (buffer) selection.highlight(buffer.segmentIds)
    else selection.highlight(zones.answer?.segment_ids ?? [])
  })
  // At once: whoever takes the clicks in the same breath must not find corners of ours.
  watch(open, (is) => { if (!is) clear() }, { flush: 'sync' })

  function clear(): void {
    corners.value = []
    finished.value = false
    pointer.value = null
    measured.value = null
  }
  /** Begins with nothing, or at a place. */
  function begin(at: LonLat | null = null): void {
    if (selection.drawing === 'polygon') zones.close()
    clear()
    selection.drawing = 'measure'
    if (at) corners.value = [at]
  }
  function end(): void {
    if (open.value) selection.drawing = 'off'
  }
  /** Another tool measures the same corners as far as it can. */
  function use(next: MeasureTool): void {
    if (next === 'nearest') corners.value = corners.value.slice(-1)
    tool.value = next
    finished.value = next === 'nearest' ? corners.value.length > 0 : finished.value && missing.value === 0
  }
  function put(at: LonLat): void {
    if (finished.value || tool.value === 'nearest') clear()
    const last = corners.value.at(-1)
    if (last && last[0] === at[0] && last[1] === at[1]) { finish(); return }
    corners.value = [...corners.value, at]
    finished.value = tool.value === 'nearest'
  }
  function move(index: number, at: LonLat): void {
    corners.value = corners.value.map((corner, i) => (i === index ? at : corner))
  }
  function undo(): void {
    corners.value = corners.value.slice(0, -1)
    finished.value = false
  }
  function finish(): void {
    if (missing.value > 0) return
    finished.value = true
    pointer.value = null
  }

  return { open, tool, corners, finished, pointer, radiusM, lengthUnit, areaUnit, centreRequest, missing, measured, begin, end, use, put, move, undo, finish, clear }
})
