import type { ControllerView } from '#domain/wire/controllers'
import type { LiveFrame } from '#domain/wire/live'

export interface ShownController { id: string; link: ControllerView['link']; /** Of the last answer, wall s; null = none was ever heard. */ ageS: number | null; /** Whether any loop is said to do something now. */ hasActual: boolean }

/** What a server's page would show of the controllers at this instant, asked as the page asks. @throws Error when nothing comes within two seconds */
export async function shownControllers(url: string): Promise<ShownController[]> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), 2000)
  try {
    const answer = await fetch(`${url}/api/live`, { signal: stop.signal })
    let text = ''
    const decoder = new TextDecoder()
    for await (const bytes of answer.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(bytes, { stream: true })
      const snapshot = /event: snapshot\n(?:id: .*\n)?data: (.*)\n\n/.exec(text)?.[1]
      if (snapshot) return ((JSON.parse(snapshot) as LiveFrame).controllers ?? []).map(shown)
    }
    throw new Error('the live stream ended')
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}

const shown = ({ id, link, seen_at: seenAt, loops }: ControllerView): ShownController =>
  ({ id, link, ageS: seenAt === null ? null : (Date.now() - Date.parse(seenAt)) / 1000, hasActual: loops.some(({ actual }) => actual !== null) })
