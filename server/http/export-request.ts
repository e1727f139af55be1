import { z } from 'zod'
import { mostNamedSegments } from '#domain/wire/exports'
import { outOfReach, exportSystem, type ExportSystem } from '#server/exchange/exports/export-system'
import { queryZone } from '#server/store/query-zone'
import { loadZone } from '#server/store/zones'
import type { CityInMemory } from './city-in-memory'
import { ProblemError } from './problem'
import { requestFaults } from './request-faults'
import type { Services } from './services'

const instant = z.iso.datetime({ offset: true })
const id = z.string().min(1).max(200)
/** What and in which system: of every export. */
export const selectionFields = { zone: id.optional(), segment: z.array(id).min(1).max(mostNamedSegments).optional() }
/** When: now, or the states at an instant. */
export const momentFields = { at: instant.optional(), as_of: instant.optional() }
export const crsField = { crs: z.string().max(40).optional() }

export interface SelectionQuery { zone?: string | undefined; segment?: string[] | undefined }
/** `indexes` are places in the network of that city, which a change of the network leaves behind. */
export interface Selection { name: string; indexes: readonly number[]; city: CityInMemory }

const invalid = (field: string, reason: string, code = 'request.invalid', title = 'The request is not valid'): ProblemError => new ProblemError(400, { code, title, errors: [{ field, reason }] })

/**
 * The query of an export, every parameter known: one that is misspelt would otherwise hand out something else than was asked for.
 * @throws ProblemError 400 with the field and what to do
 */
export function parseExportQuery<S extends z.ZodRawShape>(shape: S, queries: Record<string, string[]>): z.infer<z.ZodObject<S>> {
  const errors: { field: string; reason: string }[] = []
  const given: Record<string, string | string[]> = {}
  for (const [name, values] of Object.entries(queries)) {
    if (!Object.hasOwn(shape, name)) errors.push({ field: name, reason: `no such parameter: leave it out; known are ${Object.keys(shape).join(', ')}` })
    else if (name === 'segment') given[name] = values
    else if (values.length > 1) errors.push({ field: name, reason: 'give it once' })
    else given[name] = values[0]!
  }
  const parsed = z.object(shape).safeParse(given)
  if (!parsed.success) errors.push(...requestFaults(parsed.error.issues, 'query'))
  if (errors.length > 0 || !parsed.success) throw new ProblemError(400, { code: 'request.invalid', title: 'The request is not valid', errors })
  return parsed.data
}

/** @throws ProblemError 400 for another system than files are written in */
export function systemOf(crs: string | undefined): ExportSystem {
  const system = exportSystem(crs ?? 'CRS84')
  if (!system) throw invalid('crs', 'give CRS84, EPSG:4490, or a CGCS2000 Gauss-Krueger system: EPSG:4491 to EPSG:4554', 'export.crs', 'This reference system is not offered')
  return system
}

/**
 * The places of the chosen segments in the network.
 * @throws ProblemError 400 for a segment that is not there or nothing in the zone, 404 for a zone that is not there
 */
export async function selectSegments(services: Services, { zone: zoneId, segment }: SelectionQuery): Promise<Selection> {
  const city = services.city()
  const { network, details } = city
  if (zoneId !== undefined && segment !== undefined) throw invalid('segment', 'give either zone or segment')
  if (segment) {
    const unknown = segment.filter((one) => !details.has(one))
    if (unknown.length > 0) throw invalid('segment', `no such segment: ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ''}; take it out`, 'export.segment', 'A segment is not in the network')
    const indexes = [...new Set(segment)].map((one) => details.get(one)!.index)
    return { name: `segments:${indexes.length}`, indexes: indexes.toSorted((a, b) => a - b), city }
  }
  if (zoneId === undefined) return { name: 'all', indexes: network.segments.map((_, index) => index), city }
  const zone = await loadZone(services.db, zoneId)
  if (!zone) throw new ProblemError(404, { code: 'zone.not_found', title: 'No such zone', params: { id: zoneId }, errors: [{ field: 'zone', reason: 'GET /api/zones lists them' }] })
  const inside = new Set((await queryZone(services.db, zone.polygon)).map((one) => one.id))
  const indexes = network.segments.flatMap((one, index) => (inside.has(one.id) ? [index] : []))
  if (indexes.length === 0) throw invalid('zone', 'no segment lies in it: choose another', 'export.empty', 'There is nothing to export')
  return { name: `zone:${zoneId}`, indexes, city }
}

/** @throws ProblemError 400 when a chosen segment lies too far from the system's central meridian */
export function requireReach(system: ExportSystem, { indexes, city }: Selection): void {
  const { segments } = city.network
  const far = indexes.find((index) => outOfReach(system, segments[index]!.axis))
  if (far === undefined) return
  throw invalid('crs', `segment ${segments[far]!.id} lies too far from the central meridian ${system.gaussKruger!.zone.centralMeridianDeg}: choose its own zone, or EPSG:4490`, 'export.crs_reach', 'The zone does not reach that far')
}
