import { noCondition, surfaceConditions, type ForecastFrame, type SurfaceCondition } from '#domain/wire/forecast'
import { noTemperature } from '#domain/wire/live'
import { bytesOf } from './base64-column'

/** The surface at one step of a forecast, in segment order. */
export interface ForecastColumns {
  /** °C; NaN = unknown. */
  meanC: Float32Array
  p10C: Float32Array
  p90C: Float32Array
  /** Index into `surfaceConditions`; `noCondition` = unknown. */
  condition: Uint8Array
}

function temperatures(base64: string, count: number): Float32Array {
  const bytes = bytesOf(base64)
  if (bytes.byteLength !== count * 2) throw new RangeError(`forecast column holds ${bytes.byteLength} bytes for ${count} segments`)
  return Float32Array.from({ length: count }, (_, i) => {
    const hundredths = bytes.getInt16(i * 2, true)
    return hundredths === noTemperature ? Number.NaN : hundredths / 100
  })
}

/**
 * Reads the columns of a forecast frame.
 * @throws RangeError when a column does not hold exactly `count` values: such a frame must not be drawn
 */
export function decodeForecast(surface: NonNullable<ForecastFrame['surface']>, count: number): ForecastColumns {
  const condition = bytesOf(surface.condition)
  if (condition.byteLength !== count) throw new RangeError(`forecast column holds ${condition.byteLength} of ${count} segments`)
  return {
    meanC: temperatures(surface.mean, count), p10C: temperatures(surface.p10, count), p90C: temperatures(surface.p90, count),
    condition: Uint8Array.from({ length: count }, (_, i) => condition.getUint8(i)),
  }
}

/** Condition of a code; null = unknown. */
export const conditionOf = (code: number | undefined): SurfaceCondition | null => (code === undefined || code === noCondition ? null : surfaceConditions[code] ?? null)
