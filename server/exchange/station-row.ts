import type { Position, StationSurvey, Bilingual } from '#domain/network/network'
import type { StationPoint } from '#domain/network/station-sensors'

/** One row of a table that may become a station: what it says, read and carried to CGCS2000; where it lies on the network is not looked at yet. */
export interface StationRow {
  /** Line in the file, from 1. */
  line: number
  id: string
  name: Bilingual
  /** CGCS2000 at 2000.0, lon, lat; null: a stake alone. */
  position: Position | null
  route: string | null
  /** As parsed and written anew, K12+345. */
  stake: string | null
  segmentId: string | null
  points: StationPoint[]
  /** Null: not stated. */
  survey: StationSurvey | null
}
