import { readonly, ref } from 'vue'
import { showTheme } from '../theme/show-theme'
import { keep, readKept } from '../ui/kept'

type TabletTheme = 'day' | 'night'
const storageKey = 'hearthway.tablet_theme'

const current = ref<TabletTheme>(readKept(storageKey) === 'night' ? 'night' : 'day')

/** The tablet's own theme: high contrast in the sun, dim in a dark cab. */
export const tabletTheme = readonly(current)

export function showTabletTheme(next: TabletTheme = current.value): void {
  current.value = next
  showTheme(next)
  keep(storageKey, next)
}
