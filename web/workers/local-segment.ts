import type { LoopWish } from '#domain/thermal/what-if'
import type { ThermalStateView } from '#domain/wire/thermal-state'
import type { WhatIfSegment } from '#domain/wire/what-if'

export interface WhatIfTask { id: number; view: ThermalStateView; wish: LoopWish; fromMs: number }
export type WhatIfReply = { id: number; segment: WhatIfSegment; error?: undefined } | { id: number; error: string }

export interface LocalSegment {
  /** @throws Error when the model of this page cannot compute it, or the worker could not be loaded */
  compute(view: ThermalStateView, wish: LoopWish, fromMs: number): Promise<WhatIfSegment>
  close(): void
}

/** Opens the worker that computes a segment's what-if; it starts with the first question. */
export function openLocalSegment(): LocalSegment {
  const waiting = new Map<number, { resolve(segment: WhatIfSegment): void; reject(error: Error): void }>()
  let worker: Worker | null = null
  let lastId = 0
  const open = (): Worker => {
    const opened = new Worker(new URL('./what-if-worker.ts', import.meta.url), { type: 'module', name: 'what-if' })
    opened.addEventListener('message', ({ data }: MessageEvent<WhatIfReply>) => {
      const asked = waiting.get(data.id)
      waiting.delete(data.id)
      if (data.error === undefined) asked?.resolve(data.segment)
      else asked?.reject(new Error(data.error))
    })
    opened.addEventListener('error', () => end(new Error('the worker could not be loaded')))
    return opened
  }
  const end = (error: Error): void => {
    worker?.terminate()
    worker = null
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  return {
    compute: (view, wish, fromMs) => new Promise((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, { resolve, reject })
      worker ??= open()
      worker.postMessage({ id, view, wish, fromMs } satisfies WhatIfTask)
    }),
    close: () => end(new Error('closed')),
  }
}
