/** Runway condition codes (ICAO Doc 9981, part II): 6 dry, 0 so slippery that nobody lands there. */
export const rwyccs = [0, 1, 2, 3, 4, 5, 6] as const
export type Rwycc = (typeof rwyccs)[number]

/** Why a code is not known. */
export const unknownRwyccReasons = ['not_observed', 'observation_old', 'depth_missing', 'temperature_missing'] as const
export type UnknownRwycc = (typeof unknownRwyccReasons)[number]

/** A code, or why there is none. */
export type Assessed = { code: Rwycc; reason: null } | { code: null; reason: UnknownRwycc }

export const unknownCode = (reason: UnknownRwycc): Assessed => ({ code: null, reason })
