import { readonly, ref } from 'vue'
import { keep, readKept } from '../ui/kept'

type TabletTheme = 'day' | 'night'
const storageKey = 'hearthway.tablet_theme'

const current = ref<TabletTheme>(readKept(storageKey) === 'night' ? 'night' : 'day')

/** The tablet's own theme: high contrast in the sun, dim in a dark cab. */
export const tabletTheme = readonly(current)

export function showTabletTheme(next: TabletTheme = current.value): void {
  current.value = next
  document.documentElement.dataset['theme'] = next
  // Element Plus keeps its own switch for the dark variables.
  document.documentElement.classList.toggle('dark', next === 'night')
  keep(storageKey, next)
}
