import type { TemporalOperator } from './filter'

/** A stretch of time, unix ms, ends included; an instant is one whose ends are the same. */
export type Stretch = readonly [fromMs: number, toMs: number]

/** Allen's relations (1983) as CQL2 names them: how the first stretch lies to the second. */
export const temporalRelations: Record<TemporalOperator, (a: Stretch, b: Stretch) => boolean> = {
  t_after: (a, b) => a[0] > b[1],
  t_before: (a, b) => a[1] < b[0],
  t_contains: (a, b) => a[0] < b[0] && a[1] > b[1],
  t_disjoint: (a, b) => a[0] > b[1] || a[1] < b[0],
  t_during: (a, b) => a[0] > b[0] && a[1] < b[1],
  t_equals: (a, b) => a[0] === b[0] && a[1] === b[1],
  t_finishedby: (a, b) => a[0] < b[0] && a[1] === b[1],
  t_finishes: (a, b) => a[0] > b[0] && a[1] === b[1],
  t_intersects: (a, b) => a[0] <= b[1] && a[1] >= b[0],
  t_meets: (a, b) => a[1] === b[0],
  t_metby: (a, b) => a[0] === b[1],
  t_overlappedby: (a, b) => a[0] > b[0] && a[0] < b[1] && a[1] > b[1],
  t_overlaps: (a, b) => a[0] < b[0] && a[1] > b[0] && a[1] < b[1],
  t_startedby: (a, b) => a[0] === b[0] && a[1] > b[1],
  t_starts: (a, b) => a[0] === b[0] && a[1] < b[1],
}
