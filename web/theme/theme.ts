import { readonly, ref } from 'vue'
import { showTheme } from './show-theme'
import { keep, readKept } from '../ui/kept'

export type Theme = 'dark' | 'light'
const storageKey = 'hearthway.theme'

const current = ref<Theme>(readKept(storageKey) === 'light' ? 'light' : 'dark')

const show = (): void => showTheme(current.value)

/** The theme of this machine's screen; night by default. */
export const theme = readonly(current)

export function setTheme(next: Theme): void {
  current.value = next
  show()
  keep(storageKey, next)
}
export const toggleTheme = (): void => setTheme(current.value === 'dark' ? 'light' : 'dark')
export const applyStoredTheme = show
