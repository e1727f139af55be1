import { z } from 'zod'
import { commandShape } from './commands'
import { controllerViewShape } from './controllers'

/**
 * Live stream over SSE: `event: snapshot`, then `event: delta`; `id:` is the frame's sequence, for Last-Event-ID.
 * Surface columns are base64 of little-endian typed arrays over the segment order of the named network version.
 */
export { surfaceStates, type SurfaceState } from '../sensing/surface-state'
/** Int16 that stands for "no value" in the temperature column (1 unit = 0.01 °C). */
export const noTemperature = -32768
/** Uint8 that stands for "not known" in the deviation column (1 unit = 0.05 K). */
export const noDeviation = 255
export { estimateMethods, type EstimateMethod } from '../sensing/estimate-method'

export const surfaceColumnsShape = z.object({
  /** Uint32: segment indexes of a delta; absent in a snapshot, which holds all in order. */
  index: z.string().optional(),
  /** Int16, 0.01 °C; `noTemperature` where unknown. */
  temperature: z.string(),
  /** Uint8, index into `surfaceStates`. */
  state: z.string(),
  /** Int32, unix seconds (site time) of the measurement, or of the oldest measurement an estimate rests on, of the model where it rests on none; 0 = none. */
  measured_at: z.string(),
  /** Uint8, 0.05 K: standard deviation of the temperature; `noDeviation` where unknown. */
  sd: z.string(),
  /** Uint8, index into `estimateMethods`: how it was estimated, 0 where it was not. */
  method: z.string(),
})
/** [sensor id, value, unix seconds, quality code] */
export const liveReadingShape = z.tuple([z.string(), z.number(), z.number(), z.number()])

export const liveFrameShape = z.object({
  seq: z.number().int(),
  network: z.string(),
  /** Site instant of the frame. */
  at: z.string(),
  surface: surfaceColumnsShape.optional(),
  sensors: z.array(liveReadingShape).optional(),
  commands: z.array(commandShape).optional(),
  controllers: z.array(controllerViewShape).optional(),
})
export type LiveFrame = z.infer<typeof liveFrameShape>
export type LiveReading = z.infer<typeof liveReadingShape>
