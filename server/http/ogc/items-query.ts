import { bindFilter, type BoundFilter } from '#domain/cql2/bind-filter'
import type { Filter } from '#domain/cql2/filter'
import { FilterFault } from '#domain/cql2/filter-fault'
import { parseFilterJson } from '#domain/cql2/parse-filter-json'
import { parseFilterText } from '#domain/cql2/parse-filter-text'
import type { Shape } from '#domain/geo/shape'
import { askedTime, type AskedTime } from './asked-time'
import type { Collection } from './collection'
import { coordinateSystemOf, type CoordinateSystem } from './coordinate-systems'
import type { FeatureTable } from './feature-table'
import { figureLocator, locateBox } from './locate-figure'
import { filterProblem, parameterFault } from './ogc-fault'
import { propertyFilter } from './property-filter'

export const filterLanguages = ['cql2-text', 'cql2-json', 'cql-text'] as const
/** Features of an answer where nothing is said, and the most; a larger limit is taken as the most. */
export const defaultLimit = 10
export const mostFeatures = 100_000

/** The parameters of an items request, as far as they can be judged without the features. */
export interface ItemsQuery {
  limit: number
  offset: number
  time: AskedTime
  crs: CoordinateSystem
  filterCrs: CoordinateSystem
  box: Shape | null
  /** Whether that box has its sides along longitude and latitude. */
  isBoxPlain: boolean
  /** What a feature must be, each with the parameter it came in. */
  filters: { field: string; filter: Filter }[]
  hitsOnly: boolean
}

export const itemsParameters = ['f', 'limit', 'offset', 'bbox', 'bbox-crs', 'datetime', 'crs', 'filter', 'filter-lang', 'filter-crs', 'resultType'] as const

/**
 * Reads the query of an items request.
 * @param lon where the city lies, for advice
 * @throws ProblemError 400 that names the parameter, the place in it and what would do
 */
export function itemsQuery(plan: Collection, query: URLSearchParams, nowMs: number, lon: number): ItemsQuery {
  const names = [...plan.fixed, ...plan.live].map(({ name }) => name)
  knownParameters(query, [...itemsParameters, 'id', ...names])
  const get = (name: string): string | undefined => query.get(name) ?? undefined
  const bboxCrs = coordinateSystemOf('bbox-crs', get('bbox-crs'), lon)
  const resultType = get('resultType') ?? 'results'
  if (resultType !== 'results' && resultType !== 'hits') throw parameterFault({ field: 'resultType', position: 0, reason: `"${resultType.slice(0, 40)}" is not offered`, remedy: 'Take results or hits.' })
  const filters: ItemsQuery['filters'] = []
  for (const property of [{ name: 'id', type: 'text' as const }, ...plan.fixed, ...plan.live]) {
    const text = get(property.name)
    if (text !== undefined) filters.push({ field: property.name, filter: propertyFilter(property, text) })
  }
  const language = get('filter-lang')
  if (language !== undefined && !(filterLanguages as readonly string[]).includes(language)) throw parameterFault({ field: 'filter-lang', position: 0, reason: `"${language.slice(0, 40)}" is not offered`, remedy: `Take one of ${filterLanguages.join(', ')}.` })
  const text = get('filter')
  if (text !== undefined) filters.push({ field: 'filter', filter: parsedFilter(text, language ?? (/^\s*[{]/.test(text) ? 'cql2-json' : 'cql2-text')) })
  return {
    limit: Math.min(mostFeatures, wholeNumber('limit', get('limit'), defaultLimit, 1)), offset: wholeNumber('offset', get('offset'), 0, 0),
    time: askedTime(get('datetime'), nowMs), crs: coordinateSystemOf('crs', get('crs'), lon), filterCrs: coordinateSystemOf('filter-crs', get('filter-crs'), lon),
    box: boxOf(get('bbox'), bboxCrs), isBoxPlain: bboxCrs.isGeographic, filters, hitsOnly: resultType === 'hits',
  }
}

/** @throws ProblemError 400 for a parameter that is not known or is given twice */
export function knownParameters(query: URLSearchParams, known: readonly string[]): void {
  for (const name of new Set(query.keys())) {
    if (!known.includes(name)) throw parameterFault({ field: name.slice(0, 60), position: 0, reason: 'there is no such parameter', remedy: `Known here: ${known.join(', ')}.` })
    if (query.getAll(name).length > 1) throw parameterFault({ field: name, position: 0, reason: 'it is given more than once', remedy: 'Give it once.' })
  }
}

/** Reads a filter as a request gives it. @throws ProblemError 400 with the place of the fault */
export function parsedFilter(text: string, language: string): Filter {
  try {
    return language === 'cql2-json' ? parseFilterJson(text) : parseFilterText(text)
  } catch (error) {
    throw error instanceof FilterFault ? filterProblem('filter', error) : error
  }
}

function wholeNumber(field: string, text: string | undefined, fallback: number, least: number): number {
  if (text === undefined) return fallback
  const value = Number(text)
  if (/^\d{1,15}$/.test(text) && value >= least) return value
  throw parameterFault({ field, position: 0, reason: `"${text.slice(0, 40)}" is no whole number from ${least} on`, remedy: field === 'limit' ? `Give one from 1 to ${mostFeatures}.` : `Give one from ${least} on.` })
}

function boxOf(text: string | undefined, system: CoordinateSystem): Shape | null {
  if (text === undefined) return null
  let position = 0
  const numbers = text.split(',').map((part) => {
    const value = part.trim() === '' ? Number.NaN : Number(part)
    if (!Number.isFinite(value)) throw parameterFault({ field: 'bbox', position, reason: `"${part.slice(0, 40)}" is no number`, remedy: `Give ${2 * system.axes.length} numbers by commas: ${system.axes.join(', ')} of the lower corner, then of the upper.` })
    position += part.length + 1
    return value
  })
  if (numbers.length !== 4 && numbers.length !== 6) throw parameterFault({ field: 'bbox', position: 0, reason: `it has ${numbers.length} numbers`, remedy: 'Give 4, or 6 with heights.' })
  return locateBox(numbers, system, (reason) => parameterFault({ field: 'bbox', position: 0, reason: `expected ${reason}`, remedy: swapAdvice(numbers, system) }))
}

/** The likeliest mistake: latitude and longitude changed round. */
function swapAdvice(numbers: readonly number[], { axes, isGeographic }: CoordinateSystem): string {
  const second = numbers.length === 6 ? 3 : 2
  const swapped = isGeographic && (axes[0] === 'longitude' ? Math.abs(numbers[1]!) > 90 || Math.abs(numbers[second + 1]!) > 90 : Math.abs(numbers[0]!) > 90 || Math.abs(numbers[second]!) > 90)
  if (!swapped) return isGeographic ? `Degrees: latitudes from -90 to 90, longitudes from -180 to 180; without bbox-crs longitude comes first.` : `Metres: ${axes.join(', ')}, as EPSG orders them; without bbox-crs degrees, longitude first.`
  return axes[0] === 'longitude' ? 'Latitude seems to come first: change the order, or add bbox-crs=EPSG:4490.' : 'Longitude seems to come first: change the order, or leave bbox-crs out.'
}

/** Ties the query's filters to the features. @throws ProblemError 400 */
export function boundFilters({ filters, filterCrs }: ItemsQuery, table: FeatureTable): BoundFilter[] {
  return filters.map(({ field, filter }) => {
    try {
      return bindFilter(filter, table, figureLocator(filterCrs))
    } catch (error) {
      throw error instanceof FilterFault ? filterProblem(field, error) : error
    }
  })
}
