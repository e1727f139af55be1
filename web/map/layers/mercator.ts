/**
 * Web Mercator in the 512-unit "common space" of deck.gl (y up), in double precision.
 * The projection is the spherical one of EPSG:3857 on the ellipsoid's semi-major axis, as every web map draws it.
 */
const worldUnits = 512
const earthCircumferenceM = 2 * Math.PI * 6_378_137
/** Beyond this the projection runs to infinity. */
const latitudeLimit = 85.051129

/** Common-space x, y of a position in degrees. Throws RangeError when a coordinate is no finite number. */
export function toCommon(lon: number, lat: number): [x: number, y: number] {
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) throw new RangeError(`position is not finite: ${lon}, ${lat}`)
  const phi = Math.max(-latitudeLimit, Math.min(latitudeLimit, lat)) * Math.PI / 180
  return [worldUnits * (lon + 180) / 360, worldUnits * (Math.PI + Math.log(Math.tan(Math.PI / 4 + phi / 2))) / (2 * Math.PI)]
}

/** Common units per metre at a latitude, degrees. Mercator is conformal: the same in every direction. */
export function commonPerMetre(lat: number): number {
  return worldUnits / earthCircumferenceM / Math.cos(Math.max(-latitudeLimit, Math.min(latitudeLimit, lat)) * Math.PI / 180)
}
