/** A threshold's designator (ICAO Annex 14, 5.2.2): tenths of the magnetic azimuth, 01 to 36, and left, centre or right of parallel ones. */
export interface RunwayDesignator { readonly tenths: number; readonly side: '' | 'L' | 'C' | 'R' }

/** Reads 18L or 01; null where it is none. */
export function parseDesignator(text: string): RunwayDesignator | null {
  const found = /^(0[1-9]|[12]\d|3[0-6])([LCR]?)$/.exec(text)
  return found && { tenths: Number(found[1]), side: found[2] as RunwayDesignator['side'] }
}

export const writeDesignator = ({ tenths, side }: RunwayDesignator): string => `${String(tenths).padStart(2, '0')}${side}`

const otherSide = { '': '', L: 'R', C: 'C', R: 'L' } as const

/** The designator of the other end: half a turn, left and right exchanged. */
export const reciprocalOf = ({ tenths, side }: RunwayDesignator): RunwayDesignator => ({ tenths: tenths > 18 ? tenths - 18 : tenths + 18, side: otherSide[side] })

/** Whether this end is the lower-numbered one, from which thirds are counted. */
export const isLowerEnd = ({ tenths }: RunwayDesignator): boolean => tenths <= 18

export type RunwayThird = 1 | 2 | 3

/** The third (ICAO Doc 9981) in which a place lies, by its metres from the lower-numbered threshold; before and behind the runway the nearest. */
export function runwayThird(fromLowerM: number, lengthM: number): RunwayThird {
  return (Math.min(2, Math.max(0, Math.floor((3 * fromLowerM) / lengthM))) + 1) as RunwayThird
}
