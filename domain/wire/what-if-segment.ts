import { findIceStep, isIcy } from '../thermal/time-to-ice'
import type { WhatIf, WhatIfCourse, WhatIfDrives } from '../thermal/what-if'
import type { WhatIfOutcome, WhatIfSegment, WhatIfSummary } from './what-if'

/** 1e-6: what two computations of the same column must agree in. */
const micro = (value: number): number => Math.round(value * 1e6) / 1e6
/** In a loop: there are a quarter of a million of them in an answer of 500 segments. */
function rounded(values: Float32Array, perUnit: number): (number | null)[] {
  const out: (number | null)[] = []
  for (let i = 0; i < values.length; i++) out.push(Number.isNaN(values[i]) ? null : Math.round(values[i]! * perUnit) / perUnit)
  return out
}

/** One segment of an answer. @param startMs instant of value 0, unix ms; @param stepS and @param everySteps model's step, and its steps in one of a course */
export function whatIfSegment(
  head: Pick<WhatIfSegment, 'segment_id' | 'loop_id' | 'area_m2'>, result: WhatIf, drives: WhatIfDrives, startMs: number, stepS: number, everySteps: number, courses: boolean,
): WhatIfSegment {
  const from = Math.ceil(drives.fromStep / everySteps)
  const to = Math.max(from, Math.floor(drives.toStep / everySteps))
  const outcome = ({ surfaceC, conditionCode, pipePowerWPerM2, energyKwh }: WhatIfCourse): WhatIfOutcome => {
    const held = surfaceC.subarray(from, to + 1)
    const ice = findIceStep(surfaceC, conditionCode, from)
    return {
      energy_kwh: micro(energyKwh), first_ice_at: ice < 0 ? null : new Date(startMs + ice * everySteps * stepS * 1000).toISOString(),
      lowest_surface_c: micro(Math.min(...held)), highest_surface_c: micro(Math.max(...held)), end_surface_c: micro(surfaceC[to]!), icy_at_end: isIcy(surfaceC[to]!, conditionCode[to]!),
      course: courses ? { surface_c: rounded(surfaceC, 1e6), condition: Array.from(conditionCode), pipe_w_per_m2: rounded(pipePowerWPerM2, 1e3) } : null,
    }
  }
  return { ...head, unknown: null, without: outcome(result.without), with: outcome(result.with) }
}

/** What all segments together come to. */
export function summariseWhatIf(segments: readonly WhatIfSegment[]): WhatIfSummary {
  const known = segments.filter((segment) => segment.unknown === null)
  const least = (rows: WhatIfOutcome[], of: (row: WhatIfOutcome) => number): number => rows.reduce((value, row) => Math.min(value, of(row)), Infinity)
  const most = (rows: WhatIfOutcome[], of: (row: WhatIfOutcome) => number): number => rows.reduce((value, row) => Math.max(value, of(row)), -Infinity)
  const both = <T>(of: (outcomes: WhatIfOutcome[]) => T): { without: T; with: T } => ({ without: of(known.map((segment) => segment.without!)), with: of(known.map((segment) => segment.with!)) })
  return {
    segments: segments.length, unknown_segments: segments.length - known.length, area_m2: known.reduce((sum, segment) => sum + segment.area_m2, 0),
    known: known.length === 0 ? null : {
      energy_kwh: both((rows) => rows.reduce((sum, row) => sum + row.energy_kwh, 0)),
      ice_segments: both((rows) => rows.filter((row) => row.first_ice_at !== null).length),
      icy_at_end_segments: both((rows) => rows.filter((row) => row.icy_at_end).length),
      // Instants of one form: the first by the alphabet is the first in time.
      first_ice_at: both((rows) => rows.flatMap((row) => row.first_ice_at ?? []).sort()[0] ?? null),
      lowest_surface_c: both((rows) => least(rows, (row) => row.lowest_surface_c)), highest_surface_c: both((rows) => most(rows, (row) => row.highest_surface_c)),
      lowest_end_surface_c: both((rows) => least(rows, (row) => row.end_surface_c)), highest_end_surface_c: both((rows) => most(rows, (row) => row.end_surface_c)),
    },
  }
}
