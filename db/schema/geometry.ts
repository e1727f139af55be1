import { customType } from 'drizzle-orm/pg-core'

/** A PostGIS column in EPSG:4490 (CGCS2000). Read and written as SQL expressions (ST_AsGeoJSON, ST_GeomFromGeoJSON), never as raw EWKB. */
export const geometry4490 = (name: string, kind: 'LineString' | 'Point' | 'Polygon') =>
  customType<{ data: string }>({ dataType: () => `geometry(${kind},4490)` })(name)
