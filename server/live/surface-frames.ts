import { noTemperature } from '#domain/wire/live'
import type { SurfaceColumns } from '#domain/thermal/inverse-distance'

/** What travels of the surface, in the shape of `surfaceColumnsShape`. */
export interface EncodedSurface { index?: string; temperature: string; state: string; measured_at: string }

const base64 = (array: ArrayBufferView): string => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')

/** °C to the wire's 0.01 °C; NaN and what does not fit become `noTemperature`. */
export function encodeTemperature(celsius: number): number {
  const scaled = Math.round(celsius * 100)
  return scaled > noTemperature && scaled <= 32_767 ? scaled : noTemperature
}

/** All segments, in order. */
export function encodeSurface(columns: SurfaceColumns): EncodedSurface {
  return { temperature: base64(Int16Array.from(columns.temperature, encodeTemperature)), state: base64(columns.state), measured_at: base64(columns.measuredAt) }
}

/**
 * Only the segments that differ from `shown` (what clients have now), which is brought up to date; undefined when none does.
 * A change below the wire's resolution is no change; the age of an unchanged measurement still is one.
 */
export function encodeSurfaceDelta(columns: SurfaceColumns, shown: SurfaceColumns): EncodedSurface | undefined {
  const changed: number[] = []
  for (let i = 0; i < columns.state.length; i++) {
    const same = columns.state[i] === shown.state[i] && columns.measuredAt[i] === shown.measuredAt[i]
      && encodeTemperature(columns.temperature[i] as number) === encodeTemperature(shown.temperature[i] as number)
    if (!same) changed.push(i)
  }
  if (changed.length === 0) return undefined
  for (const i of changed) {
    shown.temperature[i] = columns.temperature[i] as number
    shown.state[i] = columns.state[i] as number
    shown.measuredAt[i] = columns.measuredAt[i] as number
  }
  return {
    index: base64(Uint32Array.from(changed)),
    temperature: base64(Int16Array.from(changed, (i) => encodeTemperature(columns.temperature[i] as number))),
    state: base64(Uint8Array.from(changed, (i) => columns.state[i] as number)),
    measured_at: base64(Int32Array.from(changed, (i) => columns.measuredAt[i] as number)),
  }
}
