import type { Map as MapLibreMap } from 'maplibre-gl'
import { watch } from 'vue'
import { useMeasureStore } from '../stores/measure'
import { readMapTheme } from './map-theme'
import type { MeasureDrawing } from './measure-drawing'

/** Lets what is measured be drawn and dragged on a map while somebody measures. The code for it is loaded then. */
export function useMapMeasure(middle: () => [x: number, y: number]) {
  const measure = useMeasureStore()
  let map: MapLibreMap | null = null
  let drawing: MeasureDrawing | null = null

  async function take(): Promise<void> {
    const own = map
    if (!own || !measure.open) return
    const { MeasureDrawing } = await import('./measure-drawing')
    if (map !== own || !measure.open || drawing) return
    drawing = new MeasureDrawing(own, {
      onPut: measure.put, onMove: measure.move, onPointer: (at) => { measure.pointer = at }, onFinish: measure.finish, onUndo: measure.undo, onEnd: measure.end,
      onCentre: () => { measure.centreRequest += 1 },
    })
    drawing.start(readMapTheme())
    show()
  }
  function give(): void {
    drawing?.stop()
    drawing = null
  }
  function show(): void {
    const { tool, corners, finished, pointer, measured } = measure
    drawing?.show({ tool, corners, finished, pointer, measured })
  }
  watch(() => measure.open, (is) => { if (is) void take(); else give() })
  watch(() => [measure.tool, measure.corners, measure.finished, measure.pointer, measure.measured], show)
  watch(() => measure.centreRequest, () => {
    if (!map || !measure.open) return
    const { lng, lat } = map.unproject(middle())
    measure.put([lng, lat])
  })
  return {
    /** A map that has loaded its style. */
    attach(next: MapLibreMap): void { map = next; void take() },
    /** Before the map goes. */
    detach(): void { give(); map = null },
    paint: (): void => drawing?.paint(readMapTheme()),
  }
}
