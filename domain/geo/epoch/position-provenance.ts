import type { VelocityModel } from './crustal-velocity'
import type { TerrestrialFrame } from './terrestrial-frames'

/** The corrections a receiver worked with. They, not the satellites, decide the frame of its positions. */
export const correctionSources = ['none', 'sbas', 'rtk', 'network-rtk', 'ppp', 'ppp-b2b', 'survey', 'map'] as const
export type CorrectionSource = (typeof correctionSources)[number]

/** What is known of where a position's figures come from. A device without these is `unstated`, and so are its positions. */
export interface StatedReference { readonly state: 'stated'; readonly frame: TerrestrialFrame; readonly epochYear: number; readonly correctionSource: CorrectionSource }
export type PositionReference = StatedReference | { readonly state: 'unstated' }

/** One thing that was done to a position, in the order in which it was. */
export type ReductionStep =
  | { readonly kind: 'frame'; readonly from: TerrestrialFrame; readonly to: TerrestrialFrame; readonly atEpochYear: number }
  | { readonly kind: 'motion'; readonly velocity: VelocityModel; readonly fromEpochYear: number; readonly toEpochYear: number; readonly movedM: number }

/** How a position came to be what it is: given so, carried to so by these steps. No step: the figures are as they were given. */
export interface PositionProvenance { readonly given: StatedReference; readonly reached: { readonly frame: TerrestrialFrame; readonly epochYear: number }; readonly steps: readonly ReductionStep[] }
