import type { ODataFault } from '#domain/odata/odata-fault'
import { ProblemError } from '../problem'

/** 400 for an option: which one, where in it, and what would do. */
export function optionFault(field: string, reason: string, remedy: string, position?: number): ProblemError {
  return new ProblemError(400, { code: 'sta.option', title: 'An option cannot be used', detail: `${field}: ${reason}. ${remedy}`, errors: [{ field, reason, remedy, ...(position === undefined ? {} : { position }) }] })
}

/** The same for a text that could not be read. */
export const syntaxFault = (field: string, fault: ODataFault): ProblemError => optionFault(field, `at character ${fault.position}: found ${fault.found}`, `Expected there: ${fault.expected}.`, fault.position)

/** Who reads wrote what only devices, controllers and imports may bring in. */
export const readOnly = (): ProblemError => new ProblemError(405, {
  code: 'sta.read_only', title: 'This service is for reading', detail: 'Devices send readings to POST /api/readings; stations and sensors stand in the plant file (POST /api/plant/plan, then /api/plant/apply).',
}, { allow: 'GET, HEAD' })

export const noEntity = (what: string): ProblemError => new ProblemError(404, { code: 'sta.not_found', title: 'There is no such entity', params: { entity: what.slice(0, 200) } })

/** An answer that would hold more than one may. */
export const tooMuch = (reason: string, remedy: string): ProblemError => new ProblemError(400, { code: 'sta.too_much', title: 'The answer would be too large', detail: `${reason}. ${remedy}`, errors: [{ field: '$top', reason, remedy }] })
