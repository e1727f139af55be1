import type { SourceTable } from './read-table'

/** Formats an import reads. */
export const sourceFormats = ['geojson', 'geojson-lines', 'shapefile', 'geopackage', 'flatgeobuf', 'osm-pbf', 'csv'] as const
export type SourceFormat = (typeof sourceFormats)[number]

/** What a file says of its reference system, and where it says so; at least one of code and WKT is set. */
export interface SaidCrs {
  /** As `EPSG:4547` or `OGC:CRS84`. */
  code: string | null
  wkt: string | null
  /** The place in the file, in words: `.prj`, `crs member`, `RFC 7946` ... */
  by: string
}

/** How the bytes of texts became characters, and why so. */
export interface TextEncoding { name: string; why: string }

/** One table of features as read: GeoJSON features whose coordinates are still in the file's own reference system. */
export interface SourceLayer {
  name: string
  features: unknown[]
  /** Null where the file says nothing. */
  crs: SaidCrs | null
  encoding: TextEncoding | null
  /** What was noticed while reading and changes what is taken, in words. */
  notes: string[]
}

export interface SourceFile { format: SourceFormat; layers: SourceLayer[]; /** Of a table of stations, which has no layers. */ table?: SourceTable }

export interface ReadOptions {
  /** The user's word on the encoding of texts; overrides evidence. */
  encoding?: string
  onProgress?: (step: string) => void
}
