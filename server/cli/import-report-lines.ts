import type { NetworkReport } from '#server/exchange/import-network'
import type { ImportReport } from '#server/exchange/import-report'
import type { SourceSummary } from '#server/exchange/prepare-import'

const assumedCity: Record<string, string> = { name: 'no --city-name was given', time_zone: 'the time zone is assumed, --time-zone was not given' }

const formatWords: Record<SourceSummary['format'], string> = { geojson: 'GeoJSON', 'geojson-lines': 'GeoJSON lines', shapefile: 'Shapefile', geopackage: 'GeoPackage', flatgeobuf: 'FlatGeobuf', 'osm-pbf': 'OpenStreetMap PBF', csv: 'CSV' }

/** What the file is, what its numbers and texts are, and who says so. */
function sourceLines({ format, layer, layers, crs, encoding, accepted_as: accepted, position_check: check, notes, mapping }: SourceSummary): string[] {
  const others = layers.filter(({ name }) => name !== layer).map(({ name, features }) => `"${name}" (${features})`)
  const mapped = Object.entries(mapping).flatMap(([column, field]) => (field && field !== column ? [`${field} as ${column}`] : []))
  return [
    `  format   ${formatWords[format]}${layer ? `, layer "${layer}"` : ''}${others.length > 0 ? `; not taken: ${others.join(', ')}` : ''}`,
    `  crs      ${crs ? `${crs.code ?? 'no code'}: ${crs.name}, says ${crs.said_by}${crs.changed ? `; ${crs.changed}` : ''}` : 'unknown'}${accepted.length > 0 ? `; taken ${accepted.join(', ')} as you said` : ''}`,
    `  position ${check}`,
    ...(encoding ? [`  texts    ${encoding.name}: ${encoding.why}`] : []),
    ...(mapped.length > 0 ? [`  columns  ${mapped.join(', ')}`] : []),
    ...notes.map((note) => `  note     ${note}`),
  ]
}

function stationLines(stations: NonNullable<ImportReport['stations']>, version: number | undefined): string[] {
  const [stated, offRoad, silent] = [stations.filter(({ plant }) => plant.survey).length, stations.filter((one) => one.segment_id === null).length, stations.filter(({ plant }) => !plant.groups && !plant.sensors).length]
  return [
    `  stored   ${stations.length} stations${version === undefined ? '' : `, as version ${version} of the plant`}${offRoad > 0 ? `; ${offRoad} stand off the road` : ''}${silent > 0 ? `; ${silent} have no sensors` : ''}`,
    `  surveys  ${stated} say frame and epoch${stations.length > stated ? `; of ${stations.length - stated} nobody has said` : ''}`,
  ]
}

/** The report in words, most frequent refusal first. */
export function reportLines({ id, stations, plant_version: plantVersion, accepted, refused, city, assumed, warnings, repairs, repaired, source, features, name, piece_m }: ImportReport): string[] {
  const lines = [
    `Import ${id === null ? '' : `${id} `}"${name}": ${features} ${stations ? 'rows' : 'features'} read.`,
    ...sourceLines(source),
    ...(stations ? stationLines(stations, plantVersion) : [`  stored   ${accepted.features} features as ${accepted.segments} segments of at most ${piece_m} m, ${(accepted.length_m / 1000).toFixed(1)} km in ${accepted.assets} assets`]),
  ]
  const place = (index: number): string => (stations ? `line ${index}` : `#${index}`)
  if (accepted.readings > 0) {
    const dated = accepted.readings_dated_by_import
    lines.push(`  readings ${accepted.readings} surface temperatures${dated > 0 ? `; ${dated} came without measured_at and carry the instant of this import` : ''}`)
  }
  if (city) lines.push(`  city     "${city.name}", time zone ${city.time_zone}${city.assumed.length > 0 ? ` (${city.assumed.map((field) => assumedCity[field] ?? field).join('; ')})` : ''}`)
  lines.push(`  refused  ${refused.features} ${stations ? 'rows' : 'features'}`)
  for (const { words, count, examples } of refused.by_reason) {
    lines.push(`    ${String(count).padStart(6)}  ${words}`)
    const shown = examples.map((one) => `${place(one.index)}${one.id ? ` (${one.id})` : ''}${one.position ? ` at ${one.position.map((value) => Number(value.toFixed(5))).join(', ')}` : ''}: ${one.detail}`)
    lines.push(`            for example ${shown.join('; ')}`)
  }
  if (repaired > 0) {
    lines.push(`  repaired ${repaired} geometries:`)
    for (const { index, id, what, position } of repairs.slice(0, 5)) lines.push(`            #${index}${id ? ` (${id})` : ''} at ${position.map((value) => Number(value.toFixed(5))).join(', ')}: ${what}`)
  }
  const defaults = Object.entries(assumed).sort(([, a], [, b]) => b - a)
  if (defaults.length > 0) lines.push(`  assumed  ${defaults.map(([field, count]) => `${field} on ${count}`).join(', ')} segments (stated defaults, marked as such)`)
  if (warnings.length > 0) {
    lines.push(`  unread   ${warnings.length} column values, the default was taken:`)
    for (const { index, id, field, reason } of warnings.slice(0, 5)) lines.push(`            #${index}${id ? ` (${id})` : ''} ${field}: ${reason}`)
  }
  return lines
}

/** What was brought in with a whole city, and what it still lacks. */
export function networkReportLines({ city, stored, without_controller: without }: NetworkReport): string[] {
  const lines = [
    `City "${city.name}", time zone ${city.time_zone}:`,
    `  stored   ${stored.segments} segments, ${(stored.length_m / 1000).toFixed(1)} km in ${stored.assets} assets`,
    `  stored   ${stored.stations} stations with ${stored.device_sensors} sensors that devices post to, ${stored.energy_stations} energy stations with ${stored.loops} loops`,
  ]
  if (without.length > 0) lines.push(`  lacking  no "controller" with host, port and unitId: ${without.join(', ')}. Their loops stay offline and cannot be commanded.`)
  return lines
}
