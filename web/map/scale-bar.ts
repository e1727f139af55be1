import { commonPerMetre } from './layers/mercator'

export interface ScaleBar { widthPx: number; metres: number; label: string }

/** A round distance that takes 80 to 160 px at this zoom and latitude (degrees). Pixels are CSS pixels. */
export function scaleBar(zoom: number, lat: number): ScaleBar {
  const pxPerMetre = commonPerMetre(lat) * 2 ** zoom
  const most = 160 / pxPerMetre
  const decade = 10 ** Math.floor(Math.log10(most))
  const metres = [5, 2, 1].map((step) => step * decade).find((each) => each <= most)!
  return { widthPx: Math.round(metres * pxPerMetre), metres, label: metres >= 1000 ? `${metres / 1000} km` : `${metres} m` }
}
