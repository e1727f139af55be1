import { readonly, ref } from 'vue'

export type TabletTheme = 'day' | 'night'
const storageKey = 'hearthway.tablet_theme'

function stored(): TabletTheme {
  try {
    return localStorage.getItem(storageKey) === 'night' ? 'night' : 'day'
  } catch {
    return 'day'
  }
}
const current = ref<TabletTheme>(stored())

/** The tablet's own theme: high contrast in the sun, dim in a dark cab. */
export const tabletTheme = readonly(current)

export function showTabletTheme(next: TabletTheme = current.value): void {
  current.value = next
  document.documentElement.dataset['theme'] = next
  // Element Plus keeps its own switch for the dark variables.
  document.documentElement.classList.toggle('dark', next === 'night')
  try {
    localStorage.setItem(storageKey, next)
  } catch {
    // The choice lasts for this page.
  }
}
