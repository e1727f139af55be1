import { expect, it } from 'vitest'
import type { LonLat } from './geodesic'
import { ringCrosses } from './ring-crosses'

it.each<[string, boolean, LonLat[]]>([
  ['a square', false, [[0, 0], [1, 0], [1, 1], [0, 1]]],
  ['a triangle', false, [[0, 0], [1, 0], [0, 1]]],
  ['a square with a corner within an edge', false, [[0, 0], [0.5, 0], [1, 0], [1, 1], [0, 1]]],
  ['a bow', true, [[0, 0], [1, 1], [1, 0], [0, 1]]],
  ['a corner on another edge', true, [[0, 0], [2, 0], [2, 2], [1, 0], [0, 2]]],
  ['an edge along another', true, [[0, 0], [3, 0], [3, 1], [2, 0], [1, 0], [0, 1]]],
  ['a spike', true, [[0, 0], [2, 0], [1, 0], [0, 1]]],
  ['a spike at the first corner', true, [[0, 0], [1, 0], [1, 1], [2, 0]]],
  ['nothing but one line', true, [[0, 0], [1, 0], [2, 0]]],
])('%s: %s', (_, crosses, ring) => expect(ringCrosses(ring)).toBe(crosses))
