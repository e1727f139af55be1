import type { Map as MapLibreMap } from 'maplibre-gl'
import { TerraDraw, TerraDrawPolygonMode } from 'terra-draw'
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'
import type { PolygonGeometry } from '#domain/wire/zones'

export interface ZoneDrawingEvents { onFinish(polygon: PolygonGeometry): void; onCancel(): void }

/** How long clicks of the finishing gesture may still arrive, ms. */
export const settleMs = 400

/** Draws one polygon on the map. Constructing does nothing; start() takes the pointer, stop() gives it back. */
export class ZoneDrawing {
  private draw: TerraDraw | null = null
  private mode: TerraDrawPolygonMode | null = null

  constructor(private readonly map: MapLibreMap, private readonly events: ZoneDrawingEvents) {}

  get active(): boolean { return this.draw !== null }

  /** @param accent `#rrggbb` of the outline. */
  start(accent: `#${string}`): void {
    this.stop()
    this.mode = new TerraDrawPolygonMode({
      // Our own keys: Esc must leave drawing altogether, also before the first point.
      keyEvents: { cancel: null, finish: 'Enter' },
      pointerDistance: 14,
      styles: { fillColor: accent, fillOpacity: 0.1, outlineColor: accent, outlineWidth: 2, closingPointColor: accent, closingPointWidth: 5, closingPointOutlineColor: '#FFFFFF', closingPointOutlineWidth: 1 },
    })
    this.draw = new TerraDraw({ adapter: new TerraDrawMapLibreGLAdapter({ map: this.map, coordinatePrecision: 9 }), modes: [this.mode] })
    this.draw.start()
    this.draw.setMode('polygon')
    this.draw.on('finish', (id) => {
      const geometry = this.draw?.getSnapshotFeature(id)?.geometry
      this.stop()
      if (geometry?.type === 'Polygon') this.events.onFinish({ type: 'Polygon', coordinates: geometry.coordinates.map((ring) => ring.map(([lon, lat]) => [round(lon!), round(lat!)])) })
    })
    window.addEventListener('keydown', this.onKey, { capture: true })
    this.map.doubleClickZoom.disable()
  }

  stop(): void {
    window.removeEventListener('keydown', this.onKey, { capture: true })
    const { draw } = this
    this.draw = null
    this.mode = null
    if (!draw) return
    draw.stop()
    // The second click of a closing double-click is still on its way.
    setTimeout(() => { if (!this.active) this.map.doubleClickZoom.enable() }, settleMs)
  }

  /** Takes back the last point. */
  undo(): void {
    if (this.mode && this.mode.undoSize() > 0) this.mode.undo()
  }

  private onKey = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLElement && (event.target.isContentEditable || /^(?:input|textarea|select)$/i.test(event.target.tagName))) return
    if (event.key === 'Escape') {
      this.stop()
      this.events.onCancel()
    } else if (event.key === 'Backspace' || (event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey))) this.undo()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}

/** 1e-7 degree, about 1 cm: what the database keeps. */
const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7
