/**
 * Runs inside the page: each function is sent there as text, so it uses nothing from outside itself. Keeps the page's own live stream
 * in reach, so that what it said can be said again, faster.
 */
export interface ReplayWindow extends Window {
  __stream?: EventSource
  __heard?: string[]
  /** Site instant of the frame said last, unix ms. */
  __at?: number
  __play?: (frames: number, stepMs: number) => Promise<number>
}

/** Before the page's own scripts: notes the deltas of the live stream, the newest `kept`. */
export function installReplay(kept: number): void {
  const Original = window.EventSource
  const page = window as ReplayWindow
  page.__heard = []
  window.EventSource = class extends Original {
    constructor(url: string | URL, init?: EventSourceInit) {
      super(url, init)
      page.__stream = this
      super.addEventListener('delta', (event) => {
        const heard = page.__heard!
        heard.push((event as MessageEvent<string>).data)
        if (heard.length > kept) heard.shift()
      })
    }
  }
  /** Says noted deltas again, each `stepMs` of site time after the one before; the page settles between them, and goes on behind the last one. @returns wall ms */
  page.__play = async (frames, stepMs) => {
    interface Frame { at: string; sensors?: [string, number, number, number][] }
    const heard = [...page.__heard!].map((text) => ({ text, at: Date.parse((JSON.parse(text) as Frame).at) }))
    const began = performance.now()
    let at = page.__at ?? heard.at(-1)!.at
    const settled = (): Promise<void> => new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => resolve(); port2.postMessage(null) })
    for (let index = 0; index < frames; index++) {
      const one = heard[index % heard.length]!
      at += stepMs
      const frame = JSON.parse(one.text) as Frame
      frame.at = new Date(at).toISOString()
      const shiftS = (at - one.at) / 1000
      for (const reading of frame.sensors ?? []) reading[2] += shiftS
      page.__stream!.dispatchEvent(new MessageEvent('delta', { data: JSON.stringify(frame) }))
      await settled()
    }
    page.__at = at
    return performance.now() - began
  }
}
