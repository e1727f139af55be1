/** What a run leaves behind, preallocated: value i after step (i + 1) * everySteps of the forcing. */
export interface ColumnCourse {
  everySteps: number
  surfaceC: Float32Array
  /** Codes of `surfaceConditions`. */
  conditionCode: Uint8Array
  /** Heat given by the pipes, mean over the interval, W/m²; negative while they cool. */
  pipePowerWPerM2: Float32Array
  /** Liquid and frozen store, mm w.e. */
  waterMm: Float32Array
  frozenMm: Float32Array
}

export function newColumnCourse(stepCount: number, everySteps: number): ColumnCourse {
  const count = Math.floor(stepCount / everySteps)
  const row = (): Float32Array => new Float32Array(count)
  return { everySteps, surfaceC: row(), conditionCode: new Uint8Array(count), pipePowerWPerM2: row(), waterMm: row(), frozenMm: row() }
}
