import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exportPlant } from './export-plant'
import { planPlant } from './plan-plant'
import type { PlantFile } from './plant-file'
import type { PlantState } from './plant-state'
import { arbitraryEdits } from './testing/arbitrary-plant-edit'
import { bareTown, stateOf, testMaps, townPlant } from './testing/plant-town'

const plan = (state: PlantState, file: PlantFile) => planPlant(state, file, testMaps)
const changes = ({ create, change, remove }: ReturnType<typeof plan>): unknown[] => [...create, ...change, ...remove]

it('goes wherever sound files lead: applied is applied, exported is the same plant, and an earlier file leads back', () => {
  const first = plan(stateOf(bareTown), townPlant()).wanted!
  let sound = 0
  fc.assert(fc.property(fc.array(arbitraryEdits, { minLength: 1, maxLength: 3 }), (rounds) => {
    let state = first
    for (const edits of rounds) {
      const file = structuredClone(townPlant())
      for (const edit of edits) edit(file)
      const planned = plan(state, file)
      // Told, and nothing else: a faulty file has no plan.
      if (!planned.wanted) {
        expect(planned.problems.length).toBeGreaterThan(0)
        continue
      }
      sound += 1
      state = planned.wanted
      expect(changes(plan(state, file))).toEqual([])
      const exported = exportPlant(state)
      expect(changes(plan(state, exported))).toEqual([])
      const metres = (of: PlantState): number => of.segments.reduce((sum, one) => sum + one.lengthM, 0)
      expect(metres(state)).toBeCloseTo(metres(first), 6)
      expect(new Set(state.segments.map((one) => one.id)).size).toBe(state.segments.length)
    }
    const back = plan(state, townPlant()).wanted!
    for (const loop of first.loops) expect(Math.abs(metresUnder(back, loop.id) - metresUnder(first, loop.id)), loop.id).toBeLessThan(4)
    expect(back.loops).toEqual(first.loops)
    expect(back.controllers).toEqual(first.controllers)
  }), { numRuns: 60 })
  expect(sound).toBeGreaterThan(20)
})

/** A border within a metre of an earlier cut is taken to be that cut: a few metres, whatever the segments are called by now. */
const metresUnder = (state: PlantState, loopId: string): number => state.segments.filter((one) => one.loopId === loopId).reduce((sum, one) => sum + one.lengthM, 0)
