import type { HistoryView, SensorView } from '#domain/wire/network'
import { breakGaps, type ChartPoint } from '../../format/break-gaps'

export interface CourseLine { key: 'surface' | 'shallow' | 'supply' | 'return' | 'later'; label: string; points: ChartPoint[] }

/** The four courses worth one chart: surface, about −5 cm, supply and return; of several sensors the one with most readings. */
export function courseLines(history: HistoryView, sensors: readonly SensorView[], label: (key: Exclude<CourseLine['key'], 'later'>) => string): CourseLine[] {
  const cadence = new Map(sensors.map((sensor) => [sensor.id, sensor.cadence_s]))
  const wanted: { key: Exclude<CourseLine['key'], 'later'>; fits: (row: HistoryView['series'][number]) => boolean }[] = [
    { key: 'surface', fits: (row) => row.quantity === 'surface_temperature' },
    { key: 'shallow', fits: (row) => row.quantity === 'pavement_temperature' && row.depth_m !== null && row.depth_m <= 0.08 },
    { key: 'supply', fits: (row) => row.quantity === 'supply_temperature' },
    { key: 'return', fits: (row) => row.quantity === 'return_temperature' },
  ]
  return wanted.flatMap(({ key, fits }) => {
    const best = history.series.filter(fits).sort((a, b) => b.points.length - a.points.length)[0]
    return best?.points.length ? [{ key, label: label(key), points: breakGaps(best.points, cadence.get(best.sensor_id) ?? 60) }] : []
  })
}

/** Ends the courses at `knownMs`; what the surface was measured to be afterwards becomes a line of its own. */
export function cutCourse(lines: readonly CourseLine[], knownMs: number, laterLabel: string): CourseLine[] {
  const known = lines.map((line) => ({ ...line, points: line.points.filter(([ms]) => ms <= knownMs) })).filter((line) => line.points.length)
  const later = lines.find((line) => line.key === 'surface')?.points.filter(([ms]) => ms > knownMs) ?? []
  return later.some(([, value]) => value !== null) ? [...known, { key: 'later', label: laterLabel, points: later }] : known
}
