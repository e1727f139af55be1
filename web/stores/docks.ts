import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { keep, readKept } from '../ui/kept'

export type DockSide = 'left' | 'right'
/** px; `null` = as wide as the screen suggests. */
interface Dock { width: number | null; open: boolean }
const storageKey = 'hearthway.docks'
/** Narrower than this a row breaks; wider leaves no map on a small desk, px. */
export const dockWidths = { least: 280, most: 640 } as const

function read(text: string | null): Record<DockSide, Dock> {
  const plain = (): Dock => ({ width: null, open: true })
  const docks = { left: plain(), right: plain() }
  try {
    const stored = JSON.parse(text ?? '{}') as Partial<Record<DockSide, Partial<Dock>>> | null
    for (const side of ['left', 'right'] as const) {
      const { width, open } = stored?.[side] ?? {}
      if (typeof width === 'number' && Number.isFinite(width)) docks[side].width = clamped(width)
      if (typeof open === 'boolean') docks[side].open = open
    }
  } catch {
    // What is no JSON says nothing.
  }
  return docks
}
const clamped = (width: number): number => Math.round(Math.max(dockWidths.least, Math.min(dockWidths.most, width)))

/** How wide the docks of a desk are and whether they stand, as they were left on this machine. */
export const useDocksStore = defineStore('docks', () => {
  const docks = ref(read(readKept(storageKey)))
  watch(docks, (now) => keep(storageKey, JSON.stringify(now)), { deep: true })
  const toggle = (side: DockSide): void => { docks.value[side].open = !docks.value[side].open }
  /** @param width px; null = as the screen suggests */
  const resize = (side: DockSide, width: number | null): void => { docks.value[side].width = width === null ? null : clamped(width) }
  return { docks, toggle, resize }
})
