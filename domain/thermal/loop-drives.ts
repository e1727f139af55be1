import { newHydronicDrive, type HydronicDrive } from './hydronic-drive'
import type { ThermalSegment } from './lay-columns'

/** What a loop does at an instant, by its own sensors. */
export interface LoopFlow { loopId: string; supplyC: number; flowLPerMin: number }

/**
 * Drives of loops that go on as they are: supply and flow are held. That is what is forecast where nobody has commanded anything else, and it
 * errs to the cold side for a loop whose local automatic would start by itself.
 * @returns by loop id; a loop of which nothing is known is missing
 */
export function steadyDrives(flows: readonly LoopFlow[], areasM2: ReadonlyMap<string, number>, count: number): Map<string, HydronicDrive> {
  const drives = new Map<string, HydronicDrive>()
  for (const { loopId, supplyC, flowLPerMin } of flows) {
    const areaM2 = areasM2.get(loopId)
    if (areaM2 === undefined || !Number.isFinite(supplyC) || !Number.isFinite(flowLPerMin)) continue
    const drive = newHydronicDrive(count)
    drive.supplyC.fill(supplyC)
    drive.flowKgPerM2S.fill(flowLPerMin / 60 / areaM2)
    drives.set(loopId, drive)
  }
  return drives
}

/** Pavement above each loop, m². */
export function loopAreas(segments: readonly ThermalSegment[]): Map<string, number> {
  const areas = new Map<string, number>()
  for (const { loopId, lengthM, widthM } of segments) if (loopId !== null) areas.set(loopId, (areas.get(loopId) ?? 0) + lengthM * widthM)
  return areas
}
