import { readonly, ref } from 'vue'

export type Theme = 'dark' | 'light'
const storageKey = 'hearthway.theme'

function storedTheme(): Theme {
  try {
    return localStorage.getItem(storageKey) === 'light' ? 'light' : 'dark'
  } catch {
    return 'dark'
  }
}

const current = ref<Theme>(storedTheme())

function show(): void {
  document.documentElement.dataset['theme'] = current.value
  // Element Plus keeps its own switch for the dark variables.
  document.documentElement.classList.toggle('dark', current.value === 'dark')
}

/** The theme of this machine's screen; night by default. */
export const theme = readonly(current)

export function setTheme(next: Theme): void {
  current.value = next
  show()
  try {
    localStorage.setItem(storageKey, next)
  } catch {
    // The choice lasts for this page.
  }
}
export const toggleTheme = (): void => setTheme(current.value === 'dark' ? 'light' : 'dark')
export const applyStoredTheme = show
