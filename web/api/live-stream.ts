import type { LiveFrame } from '#domain/wire/live'

export type LinkState = 'connecting' | 'live' | 'offline'

export interface LiveStreamHandlers {
  onFrame(frame: LiveFrame, kind: 'snapshot' | 'delta'): void
  onLink(link: LinkState): void
  /** The stream was refused or broke off; why, only another request can tell. */
  onBroken?(): void
}

/** Wall ms without a frame after which the stream counts as silent: values then age by the client's own clock. */
export const silentAfterMs = 15_000
const reopenAfterMs = 30_000
const backOffMs = [1000, 2000, 4000, 8000, 15_000]

/**
 * The live stream. While the connection merely drops, EventSource itself reconnects with Last-Event-ID and resumes;
 * when it gives up (an HTTP error) or stays silent, a new one is opened with back-off and begins with a snapshot.
 */
export function createLiveStream(url: string, handlers: LiveStreamHandlers): { start(): void; restart(): void; reopen(): void; stop(): void } {
  let source: EventSource | null = null
  let attempt = 0
  let lastFrameMs = 0
  let openedMs = 0
  let haveSnapshot = false
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let watchTimer: ReturnType<typeof setInterval> | undefined

  function take(event: MessageEvent<string>, kind: 'snapshot' | 'delta'): void {
    // A delta without its snapshot would paint single segments into nothing.
    if (kind === 'delta' && !haveSnapshot) return
    let frame: LiveFrame
    try {
      frame = JSON.parse(event.data) as LiveFrame
    } catch {
      return restart()
    }
    haveSnapshot = true
    attempt = 0
    lastFrameMs = performance.now()
    handlers.onLink('live')
    handlers.onFrame(frame, kind)
  }

  function close(): void {
    clearTimeout(retryTimer)
    source?.close()
    source = null
  }

  function open(): void {
    close()
    haveSnapshot = false
    openedMs = performance.now()
    const opened = new EventSource(url)
    source = opened
    opened.addEventListener('snapshot', (event) => take(event, 'snapshot'))
    opened.addEventListener('delta', (event) => take(event, 'delta'))
    opened.addEventListener('error', () => {
      if (opened.readyState === EventSource.CLOSED) later()
      handlers.onBroken?.()
    })
  }

  function later(): void {
    close()
    retryTimer = setTimeout(open, backOffMs[Math.min(attempt, backOffMs.length - 1)])
    attempt += 1
  }

  function restart(): void {
    later()
  }

  function watch(): void {
    const now = performance.now()
    const silentMs = now - (lastFrameMs || openedMs)
    if (silentMs > silentAfterMs) handlers.onLink('offline')
    if (source && silentMs > reopenAfterMs && now - openedMs > reopenAfterMs) open()
  }

  return {
    start() {
      if (watchTimer !== undefined) return
      handlers.onLink('connecting')
      open()
      watchTimer = setInterval(watch, 1000)
    },
    restart,
    /** Opens anew at once, as after a sign-in; nothing while stopped. */
    reopen() {
      attempt = 0
      if (watchTimer !== undefined) open()
    },
    stop() {
      clearInterval(watchTimer)
      watchTimer = undefined
      close()
    },
  }
}
