import { estimateMethods } from '#domain/sensing/estimate-method'
import { surfaceStates } from '#domain/sensing/surface-state'
import type { NowcastColumns } from '#domain/thermal/optimal-interpolation'
import { surfaceConditions } from '#domain/thermal/surface-condition'
import type { ExportFacts } from '#server/exchange/exports/export-facts'
import type { ExportRow } from '#server/exchange/exports/export-row'
import { nearestStep, stepInstant } from '#server/forecast/forecast-columns'
import { loadForecastRun, loadForecasts } from '#server/store/forecasts'
import { loadReadingsAsOf } from '#server/store/readings-as-of'
import { unpackCourse } from '#domain/wire/pack-course'
import type { Selection } from './export-request'
import { ProblemError } from './problem'
import type { Services } from './services'

/** The states to be written, made one by one as they are asked for, and what is to be said of them all. */
export interface ExportStates { rows: Iterable<ExportRow>; at: Date; facts: Pick<ExportFacts, 'kind' | 'valid_at' | 'valid_to' | 'known_at' | 'source'> }

const refuse = (field: string, code: string, title: string, reason: string): ProblemError => new ProblemError(400, { code, title, errors: [{ field, reason }] })

/**
 * The surface now, at a past instant from the readings of then, or as forecast for an instant by the run known at `as_of` (default: now).
 * @throws ProblemError 400 when no forecast reaches the instant
 */
export async function exportStates(services: Services, selection: Selection, query: { at?: string | undefined; as_of?: string | undefined }): Promise<ExportStates> {
  const now = services.clock.now()
  const known = query.as_of === undefined ? now : new Date(query.as_of)
  if (known > now) throw refuse('as_of', 'range.future', 'That instant has not come yet', 'must not be after the site time; leave it out for what is known now')
  const at = query.at === undefined ? now : new Date(query.at)
  if (at > known) return forecast(services, selection, at, known)
  if (query.as_of !== undefined) throw refuse('as_of', 'export.as_of', 'Only a forecast is known as of an instant', 'leave it out, or choose an `at` after it')
  const network = 'the road network as it stands'
  if (query.at === undefined) {
    requireSame(services, selection)
    return { at: now, rows: rowsOf(selection, copied(services.live.surface())), facts: { kind: 'now', valid_at: now.toISOString(), valid_to: null, known_at: now.toISOString(), source: `${network}; temperatures measured by its sensors and estimated between them (temperature_source)` } }
  }
  const columns = services.live.columnsFrom(await loadReadingsAsOf(services.db, at), at.getTime())
  requireSame(services, selection)
  return { at, rows: rowsOf(selection, columns), facts: { kind: 'history', valid_at: at.toISOString(), valid_to: null, known_at: now.toISOString(), source: `${network}; temperatures from readings measured up to valid_at, between sensors by inverse distance` } }
}

/** The surface is judged again while a file is written, which is to show one instant. */
const copied = (surface: NowcastColumns): NowcastColumns => ({
  ...surface, temperature: surface.temperature.slice(), state: surface.state.slice(), measuredAt: surface.measuredAt.slice(), sdK: surface.sdK.slice(), method: surface.method.slice(),
})

/** An import may come between the choice and the states: then the columns are of another network. */
function requireSame(services: Services, selection: Selection): void {
  if (services.city() !== selection.city) throw new ProblemError(503, { code: 'export.changed', title: 'The network has just changed', detail: 'Ask again.' }, { 'retry-after': '1' })
}

function* rowsOf({ indexes, city: { network, details } }: Selection, surface: NowcastColumns): Generator<ExportRow> {
  const sources = new Map(network.sensors.filter((sensor) => sensor.quantity === 'surface_temperature').map((sensor) => [sensor.segment_id, sensor.source]))
  for (const index of indexes) {
    const segment = network.segments[index]!
    const state = surfaceStates[surface.state[index] as number] ?? 'unknown'
    const number = (column: ArrayLike<number>): number | null => (Number.isFinite(column[index]) ? column[index] as number : null)
    yield {
      detail: details.get(segment.id)!, temperatureC: number(surface.temperature), sdK: number(surface.sdK), state,
      // 0: never measured; undefined: a segment that the live room does not know.
      measuredAt: surface.measuredAt[index] ? new Date(surface.measuredAt[index] * 1000) : null,
      source: state === 'unknown' ? null : state === 'estimated' ? (estimateMethods[surface.method[index] as number] ?? 'none').replace('_', ' ') : sources.get(segment.id) ?? null,
    }
  }
}

async function forecast(services: Services, selection: Selection, at: Date, known: Date): Promise<ExportStates> {
  const run = await loadForecastRun(services.db, known)
  const step = run ? nearestStep(run, at.getTime()) : -1
  if (!run || step < 0) {
    throw refuse('at', 'export.no_forecast', 'No forecast reaches that instant', run ? `the run of then reaches from ${new Date(run.startAtMs).toISOString()} to ${new Date(stepInstant(run, run.stepCount - 1)!).toISOString()}` : 'no forecast was ready then; choose an instant that is past')
  }
  const packed = await loadForecasts(services.db, run.id)
  const { network, details } = selection.city
  const number = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value)
  function* rows(): Generator<ExportRow> {
    for (const index of selection.indexes) {
      const { id } = network.segments[index]!
      const bytes = packed.get(id)
      const course = bytes && unpackCourse(bytes)
      const temperatureC = number(course?.meanC[step])
      const condition = temperatureC === null ? null : surfaceConditions[course!.state[step] ?? -1] ?? null
      yield {
        detail: details.get(id)!, temperatureC, sdK: null, measuredAt: null,
        ...(temperatureC === null ? { state: 'unknown' as const, source: null } : { state: 'forecast' as const, source: `forecast run ${run!.id}` }),
        forecast: { p10C: number(course?.p10C[step]), p90C: number(course?.p90C[step]), condition },
      }
    }
  }
  // The step's own instant, not the one asked for: that is what the numbers are of.
  const validAt = new Date(stepInstant(run, step)!)
  return {
    at: validAt, rows: rows(),
    facts: { kind: 'forecast', valid_at: validAt.toISOString(), valid_to: null, known_at: known.toISOString(), source: `the road network as it stands; forecast run ${run.id}, issued ${new Date(run.issuedAtMs).toISOString()}, ready ${new Date(run.readyAtMs).toISOString()}, model ${run.modelVersion}, weather ${run.weatherSource} of ${new Date(run.weatherIssuedAtMs).toISOString()}` },
  }
}
