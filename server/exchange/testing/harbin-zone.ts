import proj4 from 'proj4'

/** PROJ's opinion of a place in the three-degree zone 42 (126°E), m: easting, northing. `prefix` writes a number before the easting. */
export function gaussKruger(place: readonly [number, number], prefix = 0): [number, number] {
  const [x, y] = proj4('+proj=longlat +ellps=GRS80 +no_defs', '+proj=tmerc +lat_0=0 +lon_0=126 +k=1 +x_0=500000 +y_0=0 +a=6378137 +rf=298.257222101 +units=m +no_defs', [place[0], place[1]]) as [number, number]
  return [Math.round((x + prefix * 1e6) * 1e4) / 1e4, Math.round(y * 1e4) / 1e4]
}
