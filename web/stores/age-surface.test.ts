import { describe, expect, it } from 'vitest'
import { surfaceStates, type SurfaceState } from '#domain/wire/live'
import { ageSurface } from './age-surface'

const code = (state: SurfaceState): number => surfaceStates.indexOf(state)
const surface = (rows: [SurfaceState, number][]) => ({
  temperature: Float32Array.from(rows, () => 1.5), state: Uint8Array.from(rows, ([state]) => code(state)), measuredAt: Int32Array.from(rows, ([, at]) => at), revision: 4,
})
const states = (nowS: number, rows: [SurfaceState, number][]): string[] => [...ageSurface(surface(rows), nowS).state].map((value) => surfaceStates[value]!)

describe('ageSurface', () => {
  it('lets values turn stale and then lost by their own age', () => {
    expect(states(1000, [['measured', 900], ['measured', 800], ['estimated', 800], ['measured', 50]])).toEqual(['measured', 'stale', 'stale', 'lost'])
  })
  it('never makes anything better', () => expect(states(1000, [['unknown', 999], ['lost', 999], ['stale', 999]])).toEqual(['unknown', 'lost', 'stale']))
  it('takes a value without an instant as lost', () => expect(states(1000, [['measured', 0]])).toEqual(['lost']))
  it('keeps the last temperatures and leaves the frame it came from alone', () => {
    const before = surface([['measured', 50]])
    const after = ageSurface(before, 5000)
    expect([...before.state]).toEqual([code('measured')])
    expect([...after.temperature]).toEqual([1.5])
    expect(after.revision).toBe(5)
  })
})
