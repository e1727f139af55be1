import { afterEach, expect, it, vi } from 'vitest'
import { keep, readKept } from './kept'

afterEach(() => vi.unstubAllGlobals())

it('keeps a choice, and a browser that keeps nothing is no fault', () => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => { kept.set(key, value) } })
  expect(readKept('a')).toBeNull()
  keep('a', 'night')
  expect(readKept('a')).toBe('night')
  vi.stubGlobal('localStorage', undefined)
  keep('a', 'day')
  expect(readKept('a')).toBeNull()
})
