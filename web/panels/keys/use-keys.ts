import { onBeforeUnmount, onMounted } from 'vue'

export type KeyAction = 'search' | 'command' | 'stop' | 'now' | 'theme' | 'measure' | 'keys' | 'escape' | 'earlier' | 'later' | 'earlier_hour' | 'later_hour' | 'play' | 'left_dock' | 'right_dock' | 'next_event' | 'previous_event' | `layer_${number}`

/** The action a key means, or null. No key sends a command. */
export function keyAction(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>): KeyAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  switch (event.key) {
    case '/': return 'search'
    case '?': return 'keys'
    case 'Escape': return 'escape'
    case 'Home': return 'now'
    case '[': return 'left_dock'
    case ']': return 'right_dock'
    case '.': return 'next_event'
    case ',': return 'previous_event'
    case 'ArrowLeft': return event.shiftKey ? 'earlier_hour' : 'earlier'
    case 'ArrowRight': return event.shiftKey ? 'later_hour' : 'later'
  }
  switch (event.key.toLowerCase()) {
    case 'c': return 'command'
    case 'x': return 'stop'
    case 'n': return 'now'
    case 'p': return 'play'
    case 'l': return 'theme'
    case 'm': return 'measure'
    default: return /^[1-9]$/.test(event.key) ? `layer_${Number(event.key)}` : null
  }
}

const takesKeys = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.matches('input, textarea, select, [role="slider"], [role="radio"]') || target.isContentEditable)

/** Listens on the window; keys typed into a field stay there, except Escape. */
export function useKeys(act: (action: KeyAction) => boolean): void {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return
    const action = keyAction(event)
    if (!action || (takesKeys(event.target) && action !== 'escape')) return
    if (act(action)) event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey))
}
