import { onBeforeUnmount, ref, watch } from 'vue'
import { useMapLayerStore } from './map-layer'
import { useNetworkStore } from './network'
import { useSelectionStore } from './selection'
import { useTimeStore } from './time'
import { linkOf, type View, viewOf } from './view-link'
import { useZonesStore } from './zones'

/** Addresses that are another page's. */
const ours = (path: string): boolean => path === '/' || /^\/(segment|zone)\//.test(path)

/** Keeps the address in step with the screen and the screen with the address: a link, a reload and the browser's back bring the same view. */
export function useViewLink(isUp: () => boolean) {
  const [selection, zones, time, layers, network] = [useSelectionStore(), useZonesStore(), useTimeStore(), useMapLayerStore(), useNetworkStore()]
  /** What an address named that is not here. */
  const missing = ref<string | null>(null)
  const opened = viewOf(location)
  layers.layer = opened.layer
  // The map may stand before the network is known.
  layers.wantedCamera = opened.camera

  async function show({ segmentId, zoneId, at, layer, camera }: View): Promise<void> {
    layers.layer = layer
    layers.camera = layers.wantedCamera = camera
    time.show(at)
    const isKnown = segmentId === null || network.segments.has(segmentId)
    missing.value = isKnown ? null : segmentId
    if (!isKnown || segmentId === null) selection.select(null)
    // With a camera of its own the map goes where that was.
    else if (camera) selection.select(segmentId)
    else selection.selectAndFocus(segmentId)
    if (zoneId === null) { if (zones.activeId !== null) zones.close() }
    else if (zones.activeId !== zoneId) {
      await zones.load()
      if (zones.zones.some(({ id }) => id === zoneId)) await zones.open(zoneId)
      else missing.value = zoneId
    }
  }
  const view = (): View => ({ segmentId: selection.segmentId, zoneId: zones.activeId, at: time.isNow ? null : time.shownAt, layer: layers.layer, camera: layers.camera })

  let follows = false
  function write(): void {
    if (!follows || !ours(location.pathname)) return
    const link = linkOf(view())
    const now = location.pathname + location.search
    if (link === now) return
    // Another thing is another page; its instant, colours and place are the same one.
    history[link.split('?')[0] === location.pathname ? 'replaceState' : 'pushState'](null, '', link)
  }
  let settle: ReturnType<typeof setTimeout> | undefined
  watch(() => (time.isNow ? null : time.shownAt), () => { clearTimeout(settle); settle = setTimeout(write, 300) })
  watch(() => [selection.segmentId, zones.activeId, layers.layer, layers.camera], write)
  watch(isUp, (up) => {
    if (!up || follows) return
    void show(opened).finally(() => { follows = true })
  }, { immediate: true })

  const back = (): void => { if (follows) void show(viewOf(location)) }
  window.addEventListener('popstate', back)
  onBeforeUnmount(() => { window.removeEventListener('popstate', back); clearTimeout(settle) })
  return { missing }
}
