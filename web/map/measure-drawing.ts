import type { FeatureCollection } from 'geojson'
import type { GeoJSONSource, Map as MapLibreMap, MapMouseEvent, MapTouchEvent } from 'maplibre-gl'
import type { LonLat } from '#domain/geo/geodesic'
import { measureFeatures, type MeasureShown } from './measure-features'
import type { MapTheme } from './map-theme'

export interface MeasureDrawingEvents {
  onPut(at: LonLat): void
  onMove(corner: number, at: LonLat): void
  onPointer(at: LonLat | null): void
  onFinish(): void
  onUndo(): void
  /** A corner in the middle of the map, for whoever has no pointer. */
  onCentre(): void
  onEnd(): void
}

const source = 'measure'
const layers = ['measure-fill', 'measure-casing', 'measure-line', 'measure-next', 'measure-buffer', 'measure-foot', 'measure-corner'] as const
/** 1e-8 degrees, about 1 mm. */
const round = (degrees: number): number => Math.round(degrees * 1e8) / 1e8

/** Takes clicks, drags and keys for measuring and draws what comes of them. Constructing does nothing; start() takes the pointer, stop() gives it back. */
export class MeasureDrawing {
  private shown: MeasureShown | null = null
  private dragged: number | null = null
  private isActive = false
  /** Gloves are wider than cursors, px. */
  private readonly isCoarse = matchMedia('(pointer: coarse), (max-width: 1439px)').matches
  private get reachPx(): number { return this.isCoarse ? 26 : 12 }

  constructor(private readonly map: MapLibreMap, private readonly events: MeasureDrawingEvents) {}

  start(theme: MapTheme): void {
    this.stop()
    this.isActive = true
    const { map } = this
    map.addSource(source, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
    const role = (...names: string[]): ['in', ['get', 'role'], ['literal', string[]]] => ['in', ['get', 'role'], ['literal', names]]
    const rounded = { 'line-join': 'round', 'line-cap': 'round' } as const
    map.addLayer({ id: 'measure-fill', type: 'fill', source, filter: role('fill'), paint: { 'fill-opacity': 0.14 } })
    map.addLayer({ id: 'measure-casing', type: 'line', source, filter: role('line', 'next', 'foot', 'buffer'), layout: rounded, paint: { 'line-width': 6, 'line-opacity': 0.85 } })
    map.addLayer({ id: 'measure-line', type: 'line', source, filter: role('line'), layout: rounded, paint: { 'line-width': 3 } })
    map.addLayer({ id: 'measure-next', type: 'line', source, filter: role('next'), paint: { 'line-width': 2, 'line-dasharray': [2, 1.5] } })
    map.addLayer({ id: 'measure-buffer', type: 'line', source, filter: role('buffer'), paint: { 'line-width': 2.5, 'line-dasharray': [3, 1] } })
    map.addLayer({ id: 'measure-foot', type: 'line', source, filter: role('foot'), paint: { 'line-width': 2.5, 'line-dasharray': [1, 1] } })
    const radius = this.isCoarse ? 11 : 7
    map.addLayer({ id: 'measure-corner', type: 'circle', source, filter: role('corner'), paint: { 'circle-radius': ['case', ['get', 'last'], radius, radius - 2], 'circle-stroke-width': 3 } })
    this.paint(theme)
    map.on('click', this.onClick)
    map.on('mousemove', this.onPoint)
    map.on('mouseout', this.onOut)
    map.on('mousedown', this.onDown)
    map.on('touchstart', this.onDown)
    map.doubleClickZoom.disable()
    map.getCanvas().style.cursor = 'crosshair'
    window.addEventListener('keydown', this.onKey, { capture: true })
    this.draw()
  }

  stop(): void {
    if (!this.isActive) return
    this.isActive = false
    this.drop()
    const { map } = this
    window.removeEventListener('keydown', this.onKey, { capture: true })
    map.off('click', this.onClick)
    map.off('mousemove', this.onPoint)
    map.off('mouseout', this.onOut)
    map.off('mousedown', this.onDown)
    map.off('touchstart', this.onDown)
    map.doubleClickZoom.enable()
    map.getCanvas().style.cursor = ''
    for (const id of layers) if (map.getLayer(id)) map.removeLayer(id)
    if (map.getSource(source)) map.removeSource(source)
  }

  show(shown: MeasureShown): void {
    this.shown = shown
    this.draw()
  }

  paint({ accent, halo }: MapTheme): void {
    if (!this.isActive) return
    this.map.setPaintProperty('measure-fill', 'fill-color', accent)
    for (const id of ['measure-line', 'measure-next', 'measure-buffer', 'measure-foot']) this.map.setPaintProperty(id, 'line-color', accent)
    this.map.setPaintProperty('measure-casing', 'line-color', halo)
    this.map.setPaintProperty('measure-corner', 'circle-color', halo)
    this.map.setPaintProperty('measure-corner', 'circle-stroke-color', accent)
  }

  private draw(): void {
    if (!this.isActive) return
    const none: FeatureCollection = { type: 'FeatureCollection', features: [] }
    void this.map.getSource<GeoJSONSource>(source)?.setData(this.shown ? measureFeatures(this.shown) : none)
  }

  /** The corner under a point of the screen; the newest of several, -1 of none. */
  private cornerAt({ x, y }: { x: number; y: number }): number {
    return (this.shown?.corners ?? []).findLastIndex((corner) => {
      const at = this.map.project([...corner])
      return Math.hypot(at.x - x, at.y - y) <= this.reachPx
    })
  }
  private static at({ lngLat }: { lngLat: { lng: number; lat: number } }): LonLat {
    return [round(lngLat.lng), round(lngLat.lat)]
  }

  private onClick = (event: MapMouseEvent): void => {
    const { shown } = this
    const corner = this.cornerAt(event.point)
    const most = (shown?.corners.length ?? 0) - 1
    // The second click of a double-click is one on the last corner.
    if (corner >= 0 && corner === most) { if (!shown!.finished) this.events.onFinish() } else if (corner === 0 && shown!.tool === 'area' && !shown!.finished) this.events.onFinish()
    else if (corner < 0 || shown!.tool === 'nearest') this.events.onPut(MeasureDrawing.at(event))
  }
  private onPoint = (event: MapMouseEvent): void => {
    if (this.dragged !== null) return
    this.map.getCanvas().style.cursor = this.cornerAt(event.point) >= 0 ? 'grab' : 'crosshair'
    if (this.shown && !this.shown.finished && this.shown.corners.length > 0) this.events.onPointer(MeasureDrawing.at(event))
  }
  private onOut = (): void => { this.events.onPointer(null) }

  private onDown = (event: MapMouseEvent | MapTouchEvent): void => {
    if ('touches' in event.originalEvent && event.originalEvent.touches.length > 1) return
    if (event.originalEvent instanceof MouseEvent && event.originalEvent.button !== 0) return
    const corner = this.cornerAt(event.point)
    if (corner < 0) return
    // The map stays where it is while a corner is moved.
    event.preventDefault()
    this.dragged = corner
    this.map.on('mousemove', this.onDrag)
    this.map.on('touchmove', this.onDrag)
    window.addEventListener('mouseup', this.drop)
    window.addEventListener('touchend', this.drop)
    window.addEventListener('touchcancel', this.drop)
  }
  private onDrag = (event: MapMouseEvent | MapTouchEvent): void => {
    if (this.dragged !== null) this.events.onMove(this.dragged, MeasureDrawing.at(event))
  }
  private drop = (): void => {
    this.dragged = null
    this.map.off('mousemove', this.onDrag)
    this.map.off('touchmove', this.onDrag)
    window.removeEventListener('mouseup', this.drop)
    window.removeEventListener('touchend', this.drop)
    window.removeEventListener('touchcancel', this.drop)
  }

  private onKey = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLElement && (event.target.isContentEditable || /^(?:input|textarea|select)$/i.test(event.target.tagName) || event.target.closest('[role="dialog"]'))) return
    const onControl = event.target instanceof HTMLElement && event.target.closest('button, a') !== null
    if (event.key === 'Escape') this.events.onEnd()
    else if (event.key === 'Enter' && !onControl) this.events.onFinish()
    else if (event.key === ' ' && !onControl) this.events.onCentre()
    else if (event.key === 'Backspace' || (event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey))) this.events.onUndo()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}
