import type { Segment } from '../network/network'

/** Added to the infrared that the sky is reckoned or forecast to send, W/m²: the clear sky's, and what a full cover adds to that. */
export interface SkyCorrection { clearWPerM2: number; coverWPerM2: number }

/** Of one group of surfaces: multiplies the solar radiation absorbed. */
export interface SolarCorrection { factor: number }

/** Surfaces that take the sun alike: what is learned of one says nothing of the other. */
export const surfaceGroups = ['asphalt', 'concrete'] as const
export type SurfaceGroup = (typeof surfaceGroups)[number]

/** How the radiation that surfaces take in differs from what weather and pavement tables say; learned at the stations (`FluxCalibration`). */
export interface FluxCorrections { sky: SkyCorrection; solar: Record<SurfaceGroup, SolarCorrection> }

export const newFluxCorrections = (): FluxCorrections => ({ sky: { clearWPerM2: 0, coverWPerM2: 0 }, solar: { asphalt: { factor: 1 }, concrete: { factor: 1 } } })

export const surfaceGroupOf = (segment: Pick<Segment, 'layers'>): SurfaceGroup => (segment.layers[0]?.material === 'concrete' ? 'concrete' : 'asphalt')
