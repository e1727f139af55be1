/** Why one feature was left out, in words for the report. */
export const refusalWords = {
  not_a_feature: 'not a GeoJSON feature',
  no_geometry: 'no geometry',
  not_a_line: 'the geometry is not a line (LineString or MultiLineString)',
  bad_coordinates: 'a coordinate is not a finite number, or a line has fewer than two positions',
  axes_swapped: 'the coordinates look swapped: GeoJSON is longitude first, then latitude',
  out_of_range: 'a coordinate lies outside longitude -180..180, latitude -90..90',
  antimeridian: 'the line crosses the 180th meridian',
  too_short: 'the line is shorter than 1 m',
  too_long: 'the line is longer than 200 km',
  closed_area: 'the line is the closed outline of an area',
  not_for_vehicles: 'not a road for vehicles, or not built',
  unknown_kind: 'a kind of road, bridge or airfield surface that is not known here',
  bad_row: 'the row does not have the columns of the header, or a quote is not closed',
  bad_id: 'no id, or one that cannot be one (1 to 90 letters, digits, _ . : ~ -)',
  id_taken: 'a station or sensor with this id stands already',
  no_place: 'neither coordinates nor a route with a stake',
  bad_stake: 'not a stake like K12+345',
  not_on_network: 'the network has no such place',
  off_the_road: 'no road is near enough to be the one that is measured',
  ambiguous_road: 'several roads are as near',
  place_conflict: 'the coordinates and the stake are not the same place',
  unknown_sensor: 'a kind of sensor that is not known here',
  bad_survey: 'frame, epoch or corrections that cannot be',
  bad_text: 'a text that cannot be stored (NUL or half a character)',
} as const
export type RefusalReason = keyof typeof refusalWords

export interface Refusal {
  reason: RefusalReason
  /** What exactly was found. */
  detail: string
  /** First usable position of the feature, lon, lat as written; null where there is none. */
  position: [number, number] | null
}
