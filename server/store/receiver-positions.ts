import type { Queryable } from '#db/database'
import type { VelocityModel } from '#domain/geo/epoch/crustal-velocity'
import type { StatedReference } from '#domain/geo/epoch/position-provenance'
import type { LonLat } from '#domain/geo/geodesic'
import type { PositionMatch } from '#domain/network/match-position'
import type { ReceivedFix } from '#domain/sensing/receiver'

/** A position as it was measured and as it was understood. */
export interface ReceiverPosition {
  receiverId: string
  receivedAtMs: number
  fix: Omit<ReceivedFix, 'surfaceTemperatureC'>
  /** CGCS2000 at 2000.0 and how it came to be; null: the frame is unstated. */
  reduced: { position: LonLat; uncertaintyM: number; given: StatedReference; velocity: VelocityModel } | null
  match: PositionMatch
}

/** In the order of the table. */
const columns = [
  ['receiver_id', 'text'], ['measured_at', 'timestamptz'], ['received_at', 'timestamptz'], ['received_lon_deg', 'float8'], ['received_lat_deg', 'float8'], ['ellipsoidal_height_m', 'float8'], ['receiver_altitude_m', 'float8'],
  ['geoid_separation_m', 'float8'], ['fix', 'text'], ['receiver_sigma_m', 'float8'], ['speed_m_per_s', 'float8'], ['heading_deg', 'float8'], ['frame', 'text'], ['epoch_year', 'float8'], ['correction_source', 'text'],
  ['velocity', 'text'], ['lon_deg', 'float8'], ['lat_deg', 'float8'], ['reduction_uncertainty_m', 'float8'], ['segment_id', 'text'], ['offset_m', 'float8'], ['distance_m', 'float8'], ['heading_difference_deg', 'float8'], ['unmatched_reason', 'text'],
] as const
const names = columns.map(([name]) => name).join(', ')
const insertSql = `INSERT INTO receiver_positions (${names})
  SELECT ${columns.map(([name]) => (name === 'velocity' ? 'velocity::jsonb' : name)).join(', ')} FROM unnest(${columns.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')}) AS t (${names})
  ON CONFLICT (receiver_id, measured_at) DO NOTHING RETURNING measured_at`

function valuesOf({ receiverId, receivedAtMs, fix, reduced, match }: ReceiverPosition): unknown[] {
  const on = match.matched ? match : null
  return [
    receiverId, new Date(fix.atMs), new Date(receivedAtMs), fix.position[0], fix.position[1], fix.ellipsoidalHeightM, fix.receiverAltitudeM, fix.geoidSeparationM, fix.fix, fix.sigmaM, fix.speedMPerS, fix.headingDeg,
    reduced?.given.frame ?? null, reduced?.given.epochYear ?? null, reduced?.given.correctionSource ?? null, reduced ? JSON.stringify(reduced.velocity) : null,
    reduced?.position[0] ?? null, reduced?.position[1] ?? null, reduced?.uncertaintyM ?? null,
    on?.segmentId ?? null, on?.offsetM ?? null, on?.distanceM ?? null, on?.headingDifferenceDeg ?? null, match.matched ? null : match.reason,
  ]
}

/** Stores positions of one receiver, on disk when it returns. The first of an instant stays. @returns how many were new */
export async function saveReceiverPositions(db: Queryable, positions: readonly ReceiverPosition[]): Promise<number> {
  if (positions.length === 0) return 0
  const rows = positions.map(valuesOf)
  return (await db.query(insertSql, columns.map((_, i) => rows.map((row) => row[i])))).length
}

interface Row {
  receiver_id: string; measured_at: Date; received_at: Date; received_lon_deg: number; received_lat_deg: number; ellipsoidal_height_m: number | null; receiver_altitude_m: number | null; geoid_separation_m: number | null
  fix: ReceivedFix['fix']; receiver_sigma_m: number | null; speed_m_per_s: number | null; heading_deg: number | null; frame: StatedReference['frame'] | null; epoch_year: number | null
  correction_source: StatedReference['correctionSource'] | null; velocity: VelocityModel | null; lon_deg: number | null; lat_deg: number | null; reduction_uncertainty_m: number | null
  segment_id: string | null; offset_m: number | null; distance_m: number | null; heading_difference_deg: number | null; unmatched_reason: Extract<PositionMatch, { matched: false }>['reason'] | null
}

const toPosition = (row: Row): ReceiverPosition => ({
  receiverId: row.receiver_id, receivedAtMs: row.received_at.getTime(),
  fix: {
    atMs: row.measured_at.getTime(), position: [row.received_lon_deg, row.received_lat_deg], ellipsoidalHeightM: row.ellipsoidal_height_m, receiverAltitudeM: row.receiver_altitude_m,
    geoidSeparationM: row.geoid_separation_m, fix: row.fix, sigmaM: row.receiver_sigma_m, speedMPerS: row.speed_m_per_s, headingDeg: row.heading_deg,
  },
  reduced: row.frame === null ? null : {
    position: [row.lon_deg!, row.lat_deg!], uncertaintyM: row.reduction_uncertainty_m!, velocity: row.velocity!, given: { state: 'stated', frame: row.frame, epochYear: row.epoch_year!, correctionSource: row.correction_source! },
  },
  match: row.segment_id === null ? { matched: false, reason: row.unmatched_reason! }
    : { matched: true, segmentId: row.segment_id, offsetM: row.offset_m!, distanceM: row.distance_m!, headingDifferenceDeg: row.heading_difference_deg },
})

/** Newest position of every receiver that has one. */
export async function loadLastPositions(db: Queryable): Promise<Map<string, ReceiverPosition>> {
  const rows = await db.query<Row>(
    'SELECT p.* FROM receivers r CROSS JOIN LATERAL (SELECT * FROM receiver_positions WHERE receiver_id = r.id ORDER BY measured_at DESC LIMIT 1) p WHERE r.retired_at IS NULL')
  return new Map(rows.map((row) => [row.receiver_id, toPosition(row)]))
}

export interface TrackPoint extends ReceiverPosition { surfaceTemperatureC: number | null; /** Index into `qualities`. */ quality: number | null }

/** Positions of one receiver from `from` (inclusive) to `to` (exclusive) in the order of time, each with the surface temperature read there and then; at most `most`, the first of them. */
export async function loadTrack(db: Queryable, receiverId: string, from: Date, to: Date, most: number): Promise<TrackPoint[]> {
  const rows = await db.query<Row & { value: number | null; quality: number | null }>(
    `SELECT p.*, d.value, d.quality FROM receiver_positions p JOIN receivers r ON r.id = p.receiver_id LEFT JOIN sensors s ON s.id = r.sensor_id
     LEFT JOIN readings d ON d.sensor_key = s.key AND d.measured_at = p.measured_at AND d.measured_at >= $2 AND d.measured_at < $3
     WHERE p.receiver_id = $1 AND p.measured_at >= $2 AND p.measured_at < $3 ORDER BY p.measured_at LIMIT $4`, [receiverId, from, to, most])
  return rows.map((row) => ({ ...toPosition(row), surfaceTemperatureC: row.value, quality: row.quality }))
}

/** Drops positions older than `retentionDays` before `now`. */
export async function dropExpiredPositions(db: Queryable, now: Date, retentionDays: number): Promise<void> {
  const limit = new Date(now.getTime() - retentionDays * 86_400_000)
  await db.query('DELETE FROM receiver_positions p USING receivers r WHERE p.receiver_id = r.id AND p.measured_at < $1', [limit])
}
