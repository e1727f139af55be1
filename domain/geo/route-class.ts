/** Classes of public roads by the letter of their number (GB/T 917). */
export const routeClasses = { G: 'national', S: 'provincial', X: 'county', Y: 'township', C: 'village', Z: 'special' } as const
export type RouteClass = (typeof routeClasses)[keyof typeof routeClasses]

/** Class of a numbered route such as G1 or S206; null for a name without such a number. */
export function routeClassOf(route: string): RouteClass | null {
  const letter = /^([GSXYCZ])\d{1,4}$/.exec(route)?.[1] as keyof typeof routeClasses | undefined
  return letter ? routeClasses[letter] : null
}
