import { FilterFault } from '#domain/cql2/filter-fault'
import { ProblemError } from '../problem'

export interface ParameterFault { field: string; reason: string; remedy: string; /** Where in the parameter's value it begins, characters. */ position?: number }

/** 400 for a parameter: which one, where in it, and what would do. */
export const parameterFault = (fault: ParameterFault): ProblemError =>
  new ProblemError(400, { code: 'ogc.parameter', title: 'A parameter cannot be used', detail: `${fault.field}: ${fault.reason}. ${fault.remedy}`, errors: [fault] })

/** The same for a filter that was refused. */
export function filterProblem(field: string, fault: FilterFault): ProblemError {
  return parameterFault({ field, position: fault.position, reason: `at character ${fault.position}: found ${fault.found}`, remedy: `Expected there: ${fault.expected}.` })
}

export const noCollection = (id: string): ProblemError => new ProblemError(404, { code: 'ogc.no_collection', title: 'No such collection', params: { collection: id.slice(0, 100) } })
export const noItem = (collection: string, id: string): ProblemError => new ProblemError(404, { code: 'ogc.no_item', title: 'No such feature', params: { collection, id: id.slice(0, 100) } })

/** An import came in between two looks at the network. */
export const networkChanged = (): ProblemError => new ProblemError(503, { code: 'ogc.network_changed', title: 'The network has just changed: ask again' }, { 'retry-after': '1' })
