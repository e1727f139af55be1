import type { Queryable } from '#db/database'
import type { AssetKind } from '#domain/network/network'
import type { PolygonGeometry } from '#domain/wire/zones'

/** The part of a segment that lies inside a polygon. */
export interface ClippedSegment {
  /** Its place among all segments as a rule; a hint, for the network may have changed. */
  ordinal: number
  id: string
  kind: AssetKind
  loopId: string | null
  /** Length of its axis inside, m on the CGCS2000 ellipsoid. */
  lengthM: number
  /** That length times the segment's width, m². */
  areaM2: number
}

/**
 * Segments whose axis runs inside the polygon, clipped to it, in the order of live frames. One that only touches the border is left out.
 * The polygon stands in a materialised CTE: inline it would be built again for every row.
 * The polygon must be valid (`findPolygonFault`).
 */
export async function queryZone(db: Queryable, polygon: PolygonGeometry): Promise<ClippedSegment[]> {
  return db.query<ClippedSegment>(
    `WITH zone AS MATERIALIZED (SELECT ST_SetSRID(ST_GeomFromGeoJSON($1), 4490) AS geom),
     clipped AS (
       SELECT s.ordinal, s.id, s.kind, s.loop_id, s.width_m,
              CASE WHEN ST_Covers(zone.geom, s.axis) THEN s.length_m ELSE ST_Length(ST_Intersection(s.axis, zone.geom)::geography) END AS length_m
       FROM zone JOIN segments s ON ST_Intersects(zone.geom, s.axis))
     SELECT ordinal, id, kind, loop_id AS "loopId", length_m AS "lengthM", length_m * width_m AS "areaM2" FROM clipped WHERE length_m > 0 ORDER BY ordinal`,
    [JSON.stringify(polygon)])
}
