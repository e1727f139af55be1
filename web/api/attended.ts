/** Without a hand on it for this long, a page that asks by itself is nobody's use of a session. */
const unattendedAfterMs = 60_000
let touchedAtMs = 0

/** Begins to note when somebody touches the page. @returns a function that ends it */
export function noteAttendance(page: EventTarget, now: () => number = () => performance.now()): () => void {
  const touch = (): void => { touchedAtMs = now() }
  const kinds = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']
  touch()
  for (const kind of kinds) page.addEventListener(kind, touch, { passive: true, capture: true })
  return () => { for (const kind of kinds) page.removeEventListener(kind, touch, { capture: true }) }
}

/** Whether nobody has touched the page for a minute: what it asks then must not keep its operator signed in. */
export const isUnattended = (nowMs: number = performance.now()): boolean => nowMs - touchedAtMs > unattendedAfterMs
