import type { Queryable } from '#db/database'
import type { KnownLine } from '#domain/geo/judge-placement'

/** Enough to hold a file against; every n-th segment of a larger network. */
const mostLines = 20_000

/** Axes of the standing network by name (null where nobody named them), thinned to at most 20,000 segments: what an import's positions are held against. */
export async function loadNetworkLines(db: Queryable): Promise<KnownLine[]> {
  const rows = await db.query<{ name: string | null; axis: string }>(
    `SELECT CASE WHEN 'name' = ANY(assumed) THEN NULL ELSE name_zh END AS name, ST_AsGeoJSON(axis, 7, 0) AS axis FROM segments
     WHERE ordinal % greatest(1, (SELECT count(*) FROM segments)::int / $1) = 0`, [mostLines])
  return rows.map(({ name, axis }) => ({ name, axis: (JSON.parse(axis) as { coordinates: [number, number][] }).coordinates }))
}
