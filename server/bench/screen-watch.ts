/**
 * Runs inside the page: each function is sent there as text, so it uses nothing from outside itself. The watch sits in front of
 * EventSource and asks the map's probe for the pixel only once the frame has come, so that waiting costs the page nothing.
 */
export interface Seen { arrivedAtMs: number; drawnAtMs: number }
export interface WatchedWindow extends Window {
  hearthway?: { project(position: [number, number]): { x: number; y: number }; colourAt(position: [number, number]): Promise<[number, number, number]> }
  __onLive?: (data: string) => void
  __seen?: Promise<Seen>
}

/** Before the page's own scripts: every live frame is shown to `__onLive` after the page's own listeners were called. */
export function installWatch(): void {
  const Original = window.EventSource
  window.EventSource = class extends Original {
    constructor(url: string | URL, init?: EventSourceInit) {
      super(url, init)
      for (const kind of ['snapshot', 'delta']) super.addEventListener(kind, (event) => (window as WatchedWindow).__onLive?.((event as MessageEvent<string>).data))
    }
  }
}

/** Takes the pixel's colour now and promises in `__seen` when the value arrives and when the colour has changed (wall ms). */
export async function armPage({ sensorId, value, position }: { sensorId: string; value: number; position: [number, number] }): Promise<void> {
  const page = window as WatchedWindow
  const probe = page.hearthway
  if (!probe) throw new Error('the map has no probe')
  const now = (): number => performance.timeOrigin + performance.now()
  const before = await probe.colourAt(position)
  page.__seen = new Promise((resolve) => {
    page.__onLive = (data) => {
      if (!data.includes(sensorId)) return
      const frame = JSON.parse(data) as { sensors?: [string, number, number, number][] }
      if (!frame.sensors?.some(([id, seen]) => id === sensorId && seen === value)) return
      const arrivedAtMs = now()
      delete page.__onLive
      const look = async (): Promise<void> => {
        const colour = await probe.colourAt(position)
        const distance = Math.hypot(...colour.map((part, index) => part - before[index]!))
        // Less than this may be the change of a neighbour at an antialiased edge.
        if (distance > 24) requestAnimationFrame(() => resolve({ arrivedAtMs, drawnAtMs: now() }))
        else setTimeout(() => void look(), 0)
      }
      void look()
    }
  })
}
