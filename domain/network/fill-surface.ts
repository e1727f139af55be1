import type { AssetKind, Exposure, Layer, PavementType } from './network'
import { assumedKindWidthM, assumedLayers, assumedSurface, assumedWidthM, type RoadClass } from './segment-defaults'

/** What a source says about a surface; whatever is left out is filled with a stated default. */
export interface KnownSurface {
  kind: AssetKind
  roadClass?: RoadClass | undefined
  widthM?: number | undefined
  pavementType?: PavementType | undefined
  layers?: Layer[] | undefined
  exposure?: Exposure | undefined
  skyViewFraction?: number | undefined
  assumed?: readonly string[] | undefined
}

export interface FilledSurface { widthM: number; pavementType: PavementType; layers: Layer[]; exposure: Exposure; assumed: string[] }

/** Fills what a source left out and names every filled field in `assumed`. */
export function fillSurface(known: KnownSurface): FilledSurface {
  const assumed = new Set(known.assumed)
  const surface = assumedSurface[known.kind]
  const or = <T>(field: string, value: T | undefined, fallback: T): T => {
    if (value !== undefined) return value
    assumed.add(field)
    return fallback
  }
  const classWidthM = known.kind === 'road' || known.kind === 'bridge' ? known.roadClass && assumedWidthM[known.roadClass] : undefined
  const pavementType = or('pavementType', known.pavementType, surface.pavementType)
  const sky = known.exposure?.skyViewFraction ?? known.skyViewFraction
  return {
    widthM: or('widthM', known.widthM, classWidthM ?? assumedKindWidthM[known.kind]),
    pavementType,
    layers: or('layers', known.layers, assumedLayers(known.kind, pavementType)),
    exposure: {
      skyViewFraction: or('exposure', sky, surface.exposure.skyViewFraction),
      airBelow: known.exposure?.airBelow ?? surface.exposure.airBelow,
    },
    assumed: [...assumed].sort(),
  }
}
