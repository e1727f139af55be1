import proj4 from 'proj4'

/** A CGCS2000 position in its 3° Gauss-Krüger zone. */
export interface ProjectedPosition { zone: number; centralMeridian: number; epsg: number; eastingM: number; northingM: number }

/**
 * Projects lon, lat (degrees, CGCS2000) to the 3° zone it lies in: EPSG:4509+n, central meridian 3n, false easting 500 km, no
 * zone prefix. Null outside zones 25–45 (China), where the series of codes does not exist.
 * Ellipsoid: a 6378137 m, 1/f 298.257222101.
 */
export function projectPosition(lon: number, lat: number): ProjectedPosition | null {
  const zone = Math.floor((lon + 1.5) / 3)
  if (!(zone >= 25 && zone <= 45) || !(Math.abs(lat) <= 84)) return null
  const definition = `+proj=tmerc +lat_0=0 +lon_0=${zone * 3} +k=1 +x_0=500000 +y_0=0 +a=6378137 +rf=298.257222101 +units=m +no_defs`
  const [eastingM, northingM] = proj4('+proj=longlat +a=6378137 +rf=298.257222101 +no_defs', definition, [lon, lat]) as [number, number]
  return { zone, centralMeridian: zone * 3, epsg: 4509 + zone, eastingM, northingM }
}

const grouped = (metres: number): string => String(Math.round(metres)).replace(/\B(?=(\d{3})+$)/g, ' ')

/** `E 545 158 N 5 070 052 m` */
export function formatProjected({ eastingM, northingM }: ProjectedPosition): string {
  return `E ${grouped(eastingM)} N ${grouped(northingM)} m`
}
