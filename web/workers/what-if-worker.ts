import { localWhatIf } from '#domain/wire/local-what-if'
import type { WhatIfReply, WhatIfTask } from './local-segment'

/** Computes the what-if of one segment with the server's own model, off the page's thread. */
self.addEventListener('message', ({ data: { id, view, wish, fromMs } }: MessageEvent<WhatIfTask>) => {
  let reply: WhatIfReply
  try {
    reply = { id, segment: localWhatIf(view, wish, fromMs) }
  } catch (error) {
    reply = { id, error: error instanceof Error ? error.message : String(error) }
  }
  self.postMessage(reply)
})
