import type { PositionReport } from '#domain/geo/jt808/position-report'
import { leastCourseSpeedMPerS, type ReceivedFix, type RefusedFix } from '#domain/sensing/receiver'

/** What the item holds where the thermometer has nothing to say. */
const noValue = -0x8000

/** Surface temperature of an additional item: two bytes, signed, big-endian, tenths of a degree Celsius; null without it. */
export function surfaceTemperatureOf(items: PositionReport['items'], itemId: number | null): number | null {
  const bytes = itemId === null ? undefined : items.get(itemId)
  if (bytes?.length !== 2) return null
  const tenths = new DataView(bytes.buffer, bytes.byteOffset, 2).getInt16(0)
  return tenths === noValue ? null : tenths / 10
}

/** A terminal's report as a position. It tells no kind of fix, no accuracy and not what its altitude counts from. */
export function jt808Fix(report: PositionReport, surfaceItemId: number | null): ReceivedFix | RefusedFix {
  const { atMs, position, noPosition, altitudeM, speedKmPerH, courseDeg, items } = report
  if (position === null) return { refused: noPosition ?? 'no_fix' }
  const speedMPerS = speedKmPerH / 3.6
  return {
    atMs, position, fix: 'unknown', sigmaM: null, ellipsoidalHeightM: null, receiverAltitudeM: altitudeM, geoidSeparationM: null, speedMPerS,
    headingDeg: speedMPerS >= leastCourseSpeedMPerS && courseDeg < 360 ? courseDeg : null, surfaceTemperatureC: surfaceTemperatureOf(items, surfaceItemId),
  }
}
