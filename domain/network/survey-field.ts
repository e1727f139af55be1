import type { StationSurvey } from './network'
import type { PlantSurvey } from './plant-file'

/** A survey by the names of the plant file. */
export const surveyFields = ({ position, frame, epochYear, correctionSource, reductionUncertaintyM }: StationSurvey): PlantSurvey =>
  ({ position, frame, epoch_year: epochYear, correction_source: correctionSource, reduction_uncertainty_m: reductionUncertaintyM })

/** And back. */
export const surveyNames = ({ position, frame, epoch_year: epochYear, correction_source: correctionSource, reduction_uncertainty_m: reductionUncertaintyM }: PlantSurvey): StationSurvey =>
  ({ position, frame, epochYear, correctionSource, reductionUncertaintyM })
