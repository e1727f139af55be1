import type { Queryable } from '#db/database'
import type { PolygonGeometry } from '#domain/wire/zones'

/** Why a polygon cannot be a zone: a stable word, the numbers that go with it, and the words of the database where it found the fault. */
export interface PolygonFault {
  code: 'zone.out_of_range' | 'zone.ring_open' | 'zone.too_many_vertices' | 'zone.too_wide' | 'zone.self_intersection' | 'zone.invalid'
  reason: string
  params: Record<string, string | number>
}

export const mostZoneVertices = 5000

/** Judges a polygon (lon, lat in degrees, CGCS2000). @returns null when it may be stored and asked with */
export async function findPolygonFault(db: Queryable, polygon: PolygonGeometry): Promise<PolygonFault | null> {
  return coordinateFault(polygon) ?? (await topologyFault(db, polygon))
}

function coordinateFault(polygon: PolygonGeometry): PolygonFault | null {
  const vertices = polygon.coordinates.reduce((sum, ring) => sum + ring.length, 0)
  if (vertices > mostZoneVertices) {
    return { code: 'zone.too_many_vertices', reason: `the polygon has ${vertices} vertices; at most ${mostZoneVertices}`, params: { vertices, most: mostZoneVertices } }
  }
  let [west, east] = [Infinity, -Infinity]
  for (const [ring, positions] of polygon.coordinates.entries()) {
    for (const [lon, lat] of positions) {
      if (!(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90)) {
        return { code: 'zone.out_of_range', reason: `lon ${lon}, lat ${lat} is not on the globe: positions are [lon, lat] in degrees`, params: { lon, lat } }
      }
      west = Math.min(west, lon)
      east = Math.max(east, lon)
    }
    const [first, last] = [positions[0], positions.at(-1)]
    if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) {
      return { code: 'zone.ring_open', reason: `ring ${ring} does not end where it begins`, params: { ring } }
    }
  }
  if (east - west > 180) return { code: 'zone.too_wide', reason: 'the polygon spans more than 180 degrees of longitude', params: { width_deg: east - west } }
  return null
}

async function topologyFault(db: Queryable, polygon: PolygonGeometry): Promise<PolygonFault | null> {
  const [found] = await db.query<{ valid: boolean; reason: string | null; lon: number | null; lat: number | null; empty: boolean }>(
    `WITH shape AS MATERIALIZED (SELECT ST_SetSRID(ST_GeomFromGeoJSON($1), 4490) AS geom),
     judged AS (SELECT ST_IsValidDetail(geom) AS detail, ST_Area(geom) = 0 AS empty FROM shape)
     SELECT (detail).valid, (detail).reason, round(ST_X((detail).location)::numeric, 6)::float8 AS lon, round(ST_Y((detail).location)::numeric, 6)::float8 AS lat, empty FROM judged`, [JSON.stringify(polygon)])
  if (found?.valid && !found.empty) return null
  const place: Record<string, number> = found?.lon == null || found.lat == null ? {} : { lon: found.lon, lat: found.lat }
  const where = found?.lon == null ? '' : ` at lon ${found.lon}, lat ${found.lat}`
  if (found?.valid) return { code: 'zone.invalid', reason: 'the polygon has no area', params: place }
  const reason = found?.reason ?? 'not a polygon'
  return { code: /^(Ring )?Self-intersection/i.test(reason) ? 'zone.self_intersection' : 'zone.invalid', reason: `${reason}${where}`, params: { ...place, reason } }
}
