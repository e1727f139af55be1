import { surfaceConditionCode } from './surface-condition'

/** Conditions that are slippery, or turn so at 0 °C: anything but dry and merely moist. */
const canFreeze = new Set<number>([surfaceConditionCode.dew, surfaceConditionCode.wet, surfaceConditionCode.frost, surfaceConditionCode.snow, surfaceConditionCode.ice, surfaceConditionCode.slush])

/** Whether a surface is at or below 0 °C with water in any form on it. An unknown temperature is neither. */
export const isIcy = (surfaceC: number, condition: number): boolean => surfaceC <= 0 && canFreeze.has(condition)

/**
 * First step, not before `fromStep`, at which a surface temperature is at or below 0 °C and there is water in any form on it; -1 = not within the course.
 * With the mean this is the forecast of ice, with the 10th percentile an early warning: one in ten such nights it comes. An unknown step says nothing.
 */
export function findIceStep(surfaceC: Float32Array, condition: Uint8Array, fromStep: number): number {
  for (let i = Math.max(0, fromStep); i < surfaceC.length; i++) {
    if (isIcy(surfaceC[i] as number, condition[i] as number)) return i
  }
  return -1
}
