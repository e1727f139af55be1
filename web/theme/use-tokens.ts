import { computed, type ComputedRef } from 'vue'
import { theme } from './theme'

const names = ['map', 'bg1', 'bg2', 'bg3', 'ln', 'ln2', 'ln3', 't1', 't2', 't3', 'ac', 'acink', 'acbg', 'p1', 'p2', 'p3', 'unk', 'wn', 'cold', 'band', 'bandc', 'hatch'] as const
export type Tokens = Record<(typeof names)[number], string>

/** Token values for canvases, which cannot read CSS variables; follows the theme. */
export function useTokens(): ComputedRef<Tokens> {
  return computed(() => {
    void theme.value
    const style = getComputedStyle(document.documentElement)
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Tokens
  })
}
