import { writeStake } from '#domain/geo/stake'
import { formatNumber } from './format-number'

/** Route stake of a measure in metres, to the metre: 12345 → `K12+345`. */
export const formatStake = (measureM: number): string => writeStake(Math.round(measureM))

/** Length: metres below 10 km, else km with two decimals. */
export function formatLength(lengthM: number): string {
  return lengthM < 10_000 ? `${formatNumber(lengthM, 0)} m` : `${formatNumber(lengthM / 1000, 2)} km`
}

/** Area: m² below one hectare, else ha. */
export function formatArea(areaM2: number): string {
  return areaM2 < 10_000 ? `${formatNumber(areaM2, 0)} m²` : `${formatNumber(areaM2 / 10_000, 2)} ha`
}

/** Degrees with hemisphere letters, four decimals (about 10 m): `126.5805°E 45.7643°N`. */
export function formatPosition(lon: number, lat: number): string {
  return `${Math.abs(lon).toFixed(4)}°${lon < 0 ? 'W' : 'E'} ${Math.abs(lat).toFixed(4)}°${lat < 0 ? 'S' : 'N'}`
}
