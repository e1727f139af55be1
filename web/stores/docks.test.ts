import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { dockWidths, useDocksStore } from './docks'

const kept = new Map<string, string>()
function open(text?: string) {
  if (text !== undefined) kept.set('hearthway.docks', text)
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => { kept.set(key, value) } })
  setActivePinia(createPinia())
  return useDocksStore()
}
afterEach(() => { kept.clear(); vi.unstubAllGlobals() })

it('docks are as they were left, within what a screen can hold', async () => {
  const store = open()
  store.resize('left', 5000)
  store.resize('right', 1)
  store.toggle('right')
  await nextTick()
  expect(open().docks).toEqual({ left: { width: dockWidths.most, open: true }, right: { width: dockWidths.least, open: false } })
})

it.each(['no json', 'null', '[]', '{"left":7,"right":{"width":"wide","open":"yes"}}', '{"left":{"width":null}}'])('what was kept as %s says nothing', (text) => {
  expect(open(text).docks).toEqual({ left: { width: null, open: true }, right: { width: null, open: true } })
})
