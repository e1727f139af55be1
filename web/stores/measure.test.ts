import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useMeasureStore } from './measure'
import { useSelectionStore } from './selection'

beforeEach(() => setActivePinia(createPinia()))

it('grows by corners, takes one back, and begins anew after the end', () => {
  const measure = useMeasureStore()
  measure.begin()
  measure.put([126, 45])
  measure.finish()
  expect([measure.finished, measure.missing]).toEqual([false, 1])
  measure.put([126.1, 45])
  measure.put([126.2, 45])
  measure.undo()
  measure.put([126.1, 45])
  expect([measure.finished, measure.corners]).toEqual([true, [[126, 45], [126.1, 45]]])
  measure.put([126.5, 45])
  expect([measure.finished, measure.corners]).toEqual([false, [[126.5, 45]]])
})
it('keeps its corners for another tool; the nearest is asked of one', () => {
  const measure = useMeasureStore()
  measure.begin([126, 45])
  measure.put([126.1, 45])
  measure.finish()
  measure.use('area')
  expect([measure.finished, measure.missing, measure.corners.length]).toEqual([false, 1, 2])
  measure.use('nearest')
  expect([measure.finished, measure.corners]).toEqual([true, [[126.1, 45]]])
  measure.put([126.3, 45])
  expect(measure.corners).toEqual([[126.3, 45]])
})
it('ends when the pointer is taken for something else', async () => {
  const measure = useMeasureStore()
  const selection = useSelectionStore()
  measure.begin([126, 45])
  selection.drawing = 'polygon'
  await nextTick()
  expect([measure.open, measure.corners]).toEqual([false, []])
})
