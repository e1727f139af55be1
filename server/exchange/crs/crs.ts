/** A Gauss-Krueger zone: what its eastings must look like. */
export interface Zone { meridianDeg: number; widthDeg: 3 | 6; number: number; prefix: boolean }

/** A reference system whose coordinates can be turned into longitude, latitude (CGCS2000, which WGS 84 meets within the sub-metre of its epoch). */
export interface Crs {
  /** EPSG:4547 ...; null where only a WKT describes it. */
  code: string | null
  /** Its name in words, for people. */
  name: string
  /** Null for longitude, latitude in degrees as they are. */
  toLonLat: ((xy: [number, number]) => [number, number]) | null
  zone: Zone | null
  /** A datum without a public transformation to CGCS2000: positions may be off by up to about 100 m. */
  foreignDatum: string | null
}
