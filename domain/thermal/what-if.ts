import type { ColumnSite } from './column-site'
import { newColumnCourse } from './column-course'
import { copyColumn, newColumnStates, type ColumnStates } from './column-states'
import { newHydronicDrive, type HydronicDrive } from './hydronic-drive'
import type { LoopFlow } from './loop-drives'
import type { PavementGrid } from './pavement-grid'
import { runColumn } from './run-column'
import type { SurfaceForcing } from './surface-forcing'
import type { SurfaceModel } from './surface-model'

/** Modes of a command whose effect follows from supply and flow. What a controller does alone, after hold or release, is its own matter and not known here. */
export const whatIfModes = ['heat', 'cool', 'off'] as const
export type WhatIfMode = (typeof whatIfModes)[number]

export const isFollowedMode = (mode: string): mode is WhatIfMode => (whatIfModes as readonly string[]).includes(mode)

/** A command on a loop that nobody has given. */
export interface LoopWish { loopId: string; mode: WhatIfMode; /** Supply temperature, °C; NaN for off. */ setpointC: number; leaseS: number }

/**
 * Flow taken for a loop that stands still and is told to heat or cool, kg/m²s: a design load of 300 W/m² at 10 K between supply and return (water),
 * in the middle of practice (150-600 W/m² installed, ASHRAE Applications ch. 51). A plant's own design flow is better where it is known.
 */
export const assumedFlowKgPerM2S = 300 / (4190 * 10)
/** Share of that flow below which a loop counts as standing still: a flow meter seldom shows 0 exactly. */
const stillShare = 0.05

/** What a loop does over the steps of a forcing, without and with a command. */
export interface WhatIfDrives {
  without: HydronicDrive
  with: HydronicDrive
  /** Steps in which the command holds, [from, to). */
  fromStep: number
  toStep: number
  /** Flow while the command holds, l/min of the whole loop. */
  flowLPerMin: number
  /** That flow was assumed, for the loop stands still now. */
  isFlowAssumed: boolean
}

/**
 * Without the command the loop goes on as it is. With it, from `fromMs` until the lease ends, the supply stands at the set-point at once, and flows as it
 * does now, else by `assumedFlowKgPerM2S`; off stops the flow. After the lease it does again what it does now.
 * @param startMs of step 0; instants are rounded to whole steps, and a command holds for one at least
 */
export function whatIfDrives(wish: LoopWish, flow: LoopFlow, areaM2: number, fromMs: number, startMs: number, stepS: number, count: number): WhatIfDrives {
  const stepAt = (ms: number): number => Math.max(0, Math.min(count, Math.round((ms - startMs) / 1000 / stepS)))
  const fromStep = stepAt(fromMs)
  const toStep = Math.min(count, Math.max(fromStep + 1, stepAt(fromMs + wish.leaseS * 1000)))
  const now = flow.flowLPerMin / 60 / areaM2
  const isStill = !(now >= stillShare * assumedFlowKgPerM2S)
  const commanded = wish.mode === 'off' ? 0 : isStill ? assumedFlowKgPerM2S : now
  const steady = (): HydronicDrive => {
    const drive = newHydronicDrive(count)
    drive.supplyC.fill(flow.supplyC)
    drive.flowKgPerM2S.fill(now)
    return drive
  }
  const changed = steady()
  if (wish.mode !== 'off') changed.supplyC.fill(wish.setpointC, fromStep, toStep)
  changed.flowKgPerM2S.fill(commanded, fromStep, toStep)
  return { without: steady(), with: changed, fromStep, toStep, flowLPerMin: commanded * areaM2 * 60, isFlowAssumed: wish.mode !== 'off' && isStill }
}

/** One column, and where it stands now. */
export interface WhatIfColumn { model: SurfaceModel; grid: PavementGrid; site: ColumnSite; /** States of this column alone; they stay as they are. */ state: ColumnStates; areaM2: number }

/** Two days of a segment. Value 0 is the start, then one each `everySteps`. */
export interface WhatIfCourse {
  surfaceC: Float32Array
  conditionCode: Uint8Array
  /** Heat given by the pipes, mean of the interval that ends at the value, W/m², negative while they cool; NaN at value 0, before which nothing is known. */
  pipePowerWPerM2: Float32Array
  /** Heat given by the pipes over the whole course and area, kWh. */
  energyKwh: number
}
export interface WhatIf { without: WhatIfCourse; with: WhatIfCourse }

/** Runs one column twice from the same state through the same forcing: with its loop as it is, and as commanded. */
export function runWhatIf(column: WhatIfColumn, forcing: SurfaceForcing, drives: WhatIfDrives, everySteps: number): WhatIf {
  return { without: courseOf(column, forcing, drives.without, everySteps), with: courseOf(column, forcing, drives.with, everySteps) }
}

function courseOf({ model, grid, site, state, areaM2 }: WhatIfColumn, forcing: SurfaceForcing, drive: HydronicDrive, everySteps: number): WhatIfCourse {
  const own = newColumnStates([grid])
  copyColumn(state, 0, own, 0)
  const course = newColumnCourse(forcing.count, everySteps)
  runColumn(model, grid, forcing, own, 0, site, drive, 0, forcing.count, course)
  const startedWith = <T extends Float32Array | Uint8Array>(row: T, first: number, values: T): T => {
    row[0] = first
    row.set(values, 1)
    return row
  }
  const count = course.surfaceC.length + 1
  let sum = 0
  for (const power of course.pipePowerWPerM2) sum += power
  return {
    surfaceC: startedWith(new Float32Array(count), state.temperatureC[0]!, course.surfaceC),
    conditionCode: startedWith(new Uint8Array(count), state.condition[0]!, course.conditionCode),
    pipePowerWPerM2: startedWith(new Float32Array(count), Number.NaN, course.pipePowerWPerM2),
    energyKwh: (sum * everySteps * forcing.stepS * areaM2) / 3_600_000,
  }
}
