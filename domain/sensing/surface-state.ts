/**
 * How far a segment's surface temperature can be trusted; the index is what travels.
 * measured = its own sensor, fresh; estimated = from the model and fresh neighbours, or these alone; stale and lost = its own sensor, too old by its cadence;
 * unknown = nothing that may be shown as a number.
 */
export const surfaceStates = ['unknown', 'measured', 'estimated', 'stale', 'lost'] as const
export type SurfaceState = (typeof surfaceStates)[number]
export const surfaceStateCode = { unknown: 0, measured: 1, estimated: 2, stale: 3, lost: 4 } as const satisfies Record<SurfaceState, number>
