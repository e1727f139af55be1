import { toGaussKruger } from '#domain/geo/gauss-kruger'
import { toGcj02 } from '#domain/geo/gcj02/gcj02'
import type { LonLat } from '#domain/geo/geodesic'
import { systemOfLongitude } from '#domain/geo/reference-systems'

/** The systems in which the screen writes a position. `gauss_kruger`: the 3 degree zone around it, eastings without the zone's number. */
export const writtenSystems = ['cgcs2000', 'crs84', 'gauss_kruger', 'gcj02'] as const
export type WrittenSystem = (typeof writtenSystems)[number]

export interface WrittenPosition {
  /** `EPSG:4490`, `CRS84`, `EPSG:4551`, `GCJ-02`. */
  code: string
  /** For the eye: `45.754321°N 126.612345°E`, `N 5,070,052.0 E 545,158.0 m`. */
  shown: string
  /** For the clipboard, to 1e-7 degrees or 1 cm, code first, axes in the order of the system (GCJ-02: longitude first, as web maps take it); the search reads it. */
  copied: string
  /** Degrees of the central meridian; null where it is no plane position. */
  centralMeridianDeg: number | null
  /** Not to be kept or given on: for a look at a shifted map only. */
  isDisplayOnly: boolean
}

const degrees = (value: number, letters: string): string => `${Math.abs(value).toFixed(6)}°${letters[value < 0 ? 1 : 0]}`
const grouped = (metres: number): string => metres.toFixed(1).replace(/\B(?=(\d{3})+\.)/g, ',')

/** A CGCS2000 position (degrees) in another system; null where that has no such place (Gauss-Krueger outside China's zones). */
export function writePosition([lon, lat]: LonLat, system: WrittenSystem): WrittenPosition | null {
  const plain = { centralMeridianDeg: null, isDisplayOnly: false }
  switch (system) {
    case 'cgcs2000': return { ...plain, code: 'EPSG:4490', shown: `${degrees(lat, 'NS')} ${degrees(lon, 'EW')}`, copied: `EPSG:4490 ${lat.toFixed(7)} ${lon.toFixed(7)}` }
    case 'crs84': return { ...plain, code: 'CRS84', shown: `${degrees(lon, 'EW')} ${degrees(lat, 'NS')}`, copied: `CRS84 ${lon.toFixed(7)} ${lat.toFixed(7)}` }
    case 'gcj02': {
      const [x, y] = toGcj02([lon, lat])
      return { ...plain, code: 'GCJ-02', shown: `${degrees(x, 'EW')} ${degrees(y, 'NS')}`, copied: `GCJ-02 ${x.toFixed(7)} ${y.toFixed(7)}`, isDisplayOnly: true }
    }
    case 'gauss_kruger': {
      const of = systemOfLongitude(lon, 3, 'cm')
      if (!of?.gaussKruger || !(Math.abs(lat) <= 84)) return null
      const { northingM, eastingM } = toGaussKruger([lon, lat], of.gaussKruger.zone, 'cm')
      return { ...plain, code: `EPSG:${of.epsg}`, shown: `N ${grouped(northingM)} E ${grouped(eastingM)} m`, copied: `EPSG:${of.epsg} ${northingM.toFixed(2)} ${eastingM.toFixed(2)}`, centralMeridianDeg: of.gaussKruger.zone.centralMeridianDeg }
    }
  }
}
