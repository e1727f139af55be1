import type { ImportPreviewView } from '#domain/wire/imports'

type Bounds = [west: number, south: number, east: number, north: number]
type Place = [lon: number, lat: number]
const onEarth = ([lon, lat]: readonly number[]): boolean => Math.abs(lon!) <= 180 && Math.abs(lat!) <= 85

/** Places of refused features that can be a place at all: they are as the file writes them. */
export const refusedPlaces = (preview: ImportPreviewView): Place[] => preview.refused.flatMap(({ examples }) => examples.flatMap(({ position }) => (position && onEarth(position) ? [position] : [])))

/** What the preview's lines and stations span; null where there are none on the earth. */
export function previewBounds(preview: ImportPreviewView): Bounds | null {
  const box: Bounds = [Infinity, Infinity, -Infinity, -Infinity]
  const features = preview.lines.collection.features as { geometry: { coordinates: Place[][] } }[]
  for (const { geometry } of features) {
    for (const line of geometry.coordinates) {
      for (const at of line) {
        if (!onEarth(at)) continue
        box[0] = Math.min(box[0], at[0]); box[1] = Math.min(box[1], at[1]); box[2] = Math.max(box[2], at[0]); box[3] = Math.max(box[3], at[1])
      }
    }
  }
  for (const { position: at } of preview.stations) {
    if (!onEarth(at)) continue
    box[0] = Math.min(box[0], at[0]); box[1] = Math.min(box[1], at[1]); box[2] = Math.max(box[2], at[0]); box[3] = Math.max(box[3], at[1])
  }
  if (!(box[0] <= box[2])) return null
  // One place alone has no extent: some 200 m around it.
  return box[0] === box[2] && box[1] === box[3] ? around([box[0], box[1]]) : box
}

/** Some 200 m around a place. */
export const around = ([lon, lat]: readonly [number, number]): Bounds => [lon - 0.0025, lat - 0.002, lon + 0.0025, lat + 0.002]
export const onTheMap = onEarth
