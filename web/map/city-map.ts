import type { FeatureCollection } from 'geojson'
import { MapLibreOverlay } from '@deck.gl/maplibre'
import { type GeoJSONSource, Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import type { NetworkView, SiteView } from '#domain/wire/network'
import type { PolygonGeometry } from '#domain/wire/zones'
import { type ImportShown, paintImport, showImport } from './import-layers'
import { buildRibbonGeometry, type RibbonGeometry } from './layers/ribbon-geometry'
import { RibbonLayer } from './layers/ribbon-layer'
import { RibbonStore } from './layers/ribbon-store'
import { cityZoom, type MapInsets, showCity } from './map-camera'
import { buildMapStyle, firstLabelLayer, paintMapStyle, wordMapStyle } from './map-style'
import type { MapTheme } from './map-theme'

setWorkerUrl(workerUrl)

export interface CityMapEvents {
  /** Segment index under the pointer, or −1; with its place in container pixels. */
  onHover(index: number, at: { x: number; y: number } | null): void
  onClick(index: number): void
  /** The first frame with ribbons is on the screen. */
  onReady(): void
  onContextLost(): void
  onContextRestored(): void
}
export interface CityMapOptions { container: HTMLElement; site: SiteView; network: NetworkView; theme: MapTheme; locale: string; insets: MapInsets; events: CityMapEvents }

const fontFamily = "'Inter Variable', 'Noto Sans SC Variable', 'Noto Sans CJK SC', sans-serif"

/** Owns the MapLibre map and the ribbon overlay on it. start() makes them, stop() takes everything down. */
export class CityMap {
  readonly store: RibbonStore
  map: MapLibreMap | null = null
  /** Off while something else takes the clicks, as zone drawing does. */
  picking = true
  private overlay: MapLibreOverlay | null = null
  private geometry: RibbonGeometry
  private theme: MapTheme

  constructor(private readonly options: CityMapOptions) {
    const { network } = options
    this.theme = options.theme
    this.store = new RibbonStore(network.segments.length)
    this.geometry = buildRibbonGeometry(network.segments.map((segment) => ({
      axis: segment.axis, widthM: segment.width_m, fromM: segment.from_m, heated: segment.loop_id !== null, squareEnds: segment.kind === 'runway' || segment.kind === 'apron',
    })))
    this.store.onChange(() => this.map?.triggerRepaint())
  }

  /** Throws when the browser gives no WebGL2. */
  async start(): Promise<void> {
    const { container, site, network, locale, insets, events } = this.options
    // Letters are drawn from local fonts once: they must be there first.
    await Promise.race([Promise.all([document.fonts.load("16px 'Inter Variable'"), document.fonts.load("16px 'Noto Sans SC Variable'", '松')]), new Promise((done) => setTimeout(done, 1500))]).catch(() => undefined)
    const map = new MapLibreMap({
      container, style: buildMapStyle(this.theme, network, site.city.centre, locale), center: site.city.centre,
      zoom: cityZoom(site.city.zoom, insets, container.clientWidth, container.clientHeight),
      minZoom: 6, maxZoom: 21, maxPitch: 60, attributionControl: false, fadeDuration: 0, localIdeographFontFamily: fontFamily,
      canvasContextAttributes: { antialias: false }, dragRotate: true, renderWorldCopies: false,
    })
    this.map = map
    showCity(map, site.city, network, insets, 0)
    map.getCanvas().addEventListener('webglcontextlost', events.onContextLost)
    map.getCanvas().addEventListener('webglcontextrestored', events.onContextRestored)
    await map.once('load')
    if (this.map !== map) return
    this.overlay = new MapLibreOverlay({
      interleaved: true,
      layers: [this.layer()],
      onError: (error: Error) => console.error('map overlay:', error.message),
    })
    map.addControl(this.overlay)
    this.point(map)
    await map.once('idle')
    if (this.map === map) events.onReady()
  }

  stop(): void {
    const { map } = this
    this.map = null
    this.overlay = null
    // A map that goes gives its context back: that is no loss.
    map?.getCanvas().removeEventListener('webglcontextlost', this.options.events.onContextLost)
    map?.getCanvas().removeEventListener('webglcontextrestored', this.options.events.onContextRestored)
    map?.remove()
  }

  /** Pointing goes through MapLibre's own events: deck's do not reach an interleaved overlay reliably. At most one pick a frame. */
  private point(map: MapLibreMap): void {
    const { events } = this.options
    let wanted: { x: number; y: number } | null = null
    const hover = (at: { x: number; y: number } | null): void => {
      const index = at && this.picking && !map.isMoving() ? this.pick(at.x, at.y) : -1
      map.getCanvas().style.cursor = index >= 0 ? 'pointer' : ''
      events.onHover(index, index >= 0 ? at : null)
    }
    map.on('mousemove', ({ point }) => {
      if (!this.picking) return
      if (!wanted) requestAnimationFrame(() => { if (this.map === map && wanted) hover(wanted); wanted = null })
      wanted = { x: point.x, y: point.y }
    })
    map.on('mouseout', () => { wanted = null; hover(null) })
    map.on('movestart', () => { wanted = null; if (this.picking) hover(null) })
    map.on('click', ({ point }) => { if (this.picking) events.onClick(this.pick(point.x, point.y)) })
  }

  /** Segment index at a point of the container, or −1. */
  pick(x: number, y: number): number {
    return this.overlay?.pickObject({ x, y, radius: 4 })?.index ?? -1
  }

  setTheme(theme: MapTheme): void {
    this.theme = theme
    if (!this.map || !this.overlay) return
    paintMapStyle(this.map, theme)
    paintImport(this.map, theme)
    this.overlay.setProps({ layers: [this.layer()] })
  }

  setLocale(locale: string): void {
    if (this.map && this.overlay) wordMapStyle(this.map, locale)
  }

  /** Outlines of a saved zone and of a finished draft. */
  showZones(zones: readonly PolygonGeometry[]): void {
    const source = this.map?.getSource<GeoJSONSource>('zones')
    void source?.setData({ type: 'FeatureCollection', features: zones.map((geometry) => ({ type: 'Feature', properties: {}, geometry })) })
  }

  /** Receivers and the way of a chosen one. */
  showReceivers(features: FeatureCollection): void {
    void this.map?.getSource<GeoJSONSource>('receivers')?.setData(features)
  }

  /** What a file that waits would bring in; null = nothing. Only after the map's style has loaded. */
  showImport(shown: ImportShown | null): void {
    if (this.map?.getSource('zones')) showImport(this.map, this.theme, shown)
  }

  private layer(): RibbonLayer {
    return new RibbonLayer({ id: 'ribbons', beforeId: firstLabelLayer, geometry: this.geometry, store: this.store, colours: this.theme.ribbons, pickable: true } as ConstructorParameters<typeof RibbonLayer>[0])
  }
}
