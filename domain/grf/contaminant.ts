/** What may lie on a third of a runway: the condition descriptions of a runway condition report (ICAO Doc 9981, part II; item G of the SNOWTAM format, as in Regulation (EU) 2022/938, appendix 3), DRY where nothing does. */
export const contaminants = [
  'DRY', 'FROST', 'WET', 'SLIPPERY_WET', 'STANDING_WATER', 'SLUSH', 'DRY_SNOW', 'WET_SNOW', 'COMPACTED_SNOW', 'ICE', 'WET_ICE',
  'DRY_SNOW_ON_COMPACTED_SNOW', 'WET_SNOW_ON_COMPACTED_SNOW', 'WATER_ON_COMPACTED_SNOW', 'DRY_SNOW_ON_ICE', 'WET_SNOW_ON_ICE',
] as const
export type Contaminant = (typeof contaminants)[number]

/** As it is written in a SNOWTAM: DRY SNOW ON TOP OF ICE. */
export const describeContaminant = (contaminant: Contaminant): string => contaminant.replaceAll('_', ' ').replace(' ON ', ' ON TOP OF ')
