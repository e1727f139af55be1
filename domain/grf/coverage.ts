/** Reported coverages of a third, %. 0 stands for less than 10 %, which is written NR; 25 for 10 to 25, and so on (ICAO Doc 9981, part II). */
export const coveragePercents = [0, 25, 50, 75, 100] as const
export type CoveragePercent = (typeof coveragePercents)[number]
