import { fromGaussKruger, toGaussKruger } from './gauss-kruger'
import type { LonLat } from './geodesic'

/** East and north of the plane's centre, m. */
export type PlanePoint = readonly [eastM: number, northM: number]
export interface LocalPlane { toPlane(position: LonLat): PlanePoint; toPosition(point: PlanePoint): [lon: number, lat: number] }

/**
 * A plane that lies true around a place: the Gauss-Krueger projection with its central meridian there. Distances are 0.0001 % too long 10 km east or
 * west of it and 0.005 % at 60 km; directions are kept, and geodesics are straight within centimetres.
 * @throws RangeError when asked for what lies more than 6 degrees to one side
 */
export function localPlane(centre: LonLat): LocalPlane {
  const strip = { width: 6, zone: 0, centralMeridianDeg: centre[0] } as const
  const originM = toGaussKruger(centre, strip, 'cm')
  return {
    toPlane(position) {
      const { eastingM, northingM } = toGaussKruger(position, strip, 'cm')
      return [eastingM - originM.eastingM, northingM - originM.northingM]
    },
    toPosition: ([eastM, northM]) => fromGaussKruger({ eastingM: eastM + originM.eastingM, northingM: northM + originM.northingM }, strip, 'cm'),
  }
}
