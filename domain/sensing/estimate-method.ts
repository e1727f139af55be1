/** How a segment's value was estimated; the code is the place in this list. */
export const estimateMethods = ['none', 'inverse_distance', 'nowcast'] as const
export type EstimateMethod = (typeof estimateMethods)[number]

export const estimateMethodCode = { none: 0, inverse_distance: 1, nowcast: 2 } as const satisfies Record<EstimateMethod, number>
