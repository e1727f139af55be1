import { noDeviation, noTemperature, type LiveFrame } from '#domain/wire/live'
import { bytesOf } from './base64-column'

/** Surface columns in segment order. */
export interface SurfaceColumns {
  /** °C; NaN = unknown. */
  temperature: Float32Array
  /** Index into `shownStates`; from the wire only those of `surfaceStates`. */
  state: Uint8Array
  /** Unix seconds of site time; 0 = none. */
  measuredAt: Int32Array
  /** Standard deviation of the temperature, K; NaN = unknown. Absent where none is told. */
  sdK?: Float32Array
  /** Index into `estimateMethods`. Absent where nothing is estimated. */
  method?: Uint8Array
}
export type SurfaceFrame = SurfaceColumns & { revision: number }

/** Columns of `count` segments of which nothing is known. */
export function emptySurface(count: number): SurfaceFrame {
  return { temperature: new Float32Array(count).fill(Number.NaN), state: new Uint8Array(count), measuredAt: new Int32Array(count), sdK: new Float32Array(count).fill(Number.NaN), method: new Uint8Array(count), revision: 0 }
}

/**
 * Writes the surface columns of a frame into a copy of `previous` and returns the copy, one revision on.
 * A snapshot (no index) must hold exactly as many values as there are segments.
 * @throws RangeError when column lengths disagree or an index points past the network: such a frame must not be drawn
 */
export function applySurface(previous: SurfaceFrame, columns: NonNullable<LiveFrame['surface']>): SurfaceFrame {
  const temperature = bytesOf(columns.temperature)
  const state = bytesOf(columns.state)
  const measuredAt = bytesOf(columns.measured_at)
  const sd = bytesOf(columns.sd)
  const method = bytesOf(columns.method)
  const index = columns.index === undefined ? null : bytesOf(columns.index)
  const count = state.byteLength
  const total = previous.state.length
  if (temperature.byteLength !== count * 2 || measuredAt.byteLength !== count * 4 || sd.byteLength !== count || method.byteLength !== count) throw new RangeError('surface columns differ in length')
  if (index ? index.byteLength !== count * 4 : count !== total) throw new RangeError(`surface holds ${count} segments of ${total}`)
  const sdK = previous.sdK?.slice() ?? new Float32Array(total).fill(Number.NaN)
  const methods = previous.method?.slice() ?? new Uint8Array(total)
  const next: SurfaceFrame = {
    temperature: previous.temperature.slice(), state: previous.state.slice(), measuredAt: previous.measuredAt.slice(), sdK, method: methods, revision: previous.revision + 1,
  }
  for (let i = 0; i < count; i += 1) {
    const at = index ? index.getUint32(i * 4, true) : i
    if (at >= total) throw new RangeError(`segment index ${at} of ${total}`)
    const hundredths = temperature.getInt16(i * 2, true)
    next.temperature[at] = hundredths === noTemperature ? Number.NaN : hundredths / 100
    next.state[at] = state.getUint8(i)
    next.measuredAt[at] = measuredAt.getInt32(i * 4, true)
    sdK[at] = sd.getUint8(i) === noDeviation ? Number.NaN : sd.getUint8(i) / 20
    methods[at] = method.getUint8(i)
  }
  return next
}
