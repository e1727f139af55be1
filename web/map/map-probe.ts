import type { Map as MapLibreMap } from 'maplibre-gl'

/** What end-to-end tests may ask of the map: where a place lies on the page and what colour is drawn there. */
export interface MapProbe {
  /** Page pixels of lon, lat in degrees. */
  project(position: [lon: number, lat: number]): { x: number; y: number }
  /** sRGB bytes drawn at a place, read in the next frame. */
  colourAt(position: [lon: number, lat: number]): Promise<[red: number, green: number, blue: number]>
}
declare global { interface Window { hearthway?: MapProbe } }

/** Puts the probe on `window.hearthway`; returns how to take it away. It reads and never changes anything. */
export function installMapProbe(map: MapLibreMap): () => void {
  const canvas = map.getCanvas()
  const probe: MapProbe = {
    project(position) {
      const box = canvas.getBoundingClientRect()
      const point = map.project(position)
      return { x: box.left + point.x, y: box.top + point.y }
    },
    async colourAt(position) {
      const drawn = map.once('render')
      map.triggerRepaint()
      await drawn
      const gl = canvas.getContext('webgl2')
      if (!gl) throw new Error('no WebGL2 context')
      const ratio = canvas.width / canvas.clientWidth
      const point = map.project(position)
      const bytes = new Uint8Array(4)
      gl.readPixels(Math.round(point.x * ratio), canvas.height - 1 - Math.round(point.y * ratio), 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, bytes)
      return [bytes[0]!, bytes[1]!, bytes[2]!]
    },
  }
  window.hearthway = probe
  return () => { if (window.hearthway === probe) delete window.hearthway }
}
