import type { ReasonParams } from '#domain/control/reasons'

/** Stable words for why a person's step was not taken; the HTTP surface knows the status of each. */
export const refusedCodes = [
  'command.not_found', 'group.not_found', 'lock.not_found',
  'command.not_draft', 'command.not_yours', 'command.already_sent', 'command.not_holding',
  'approval.none', 'approval.decided', 'approval.lapsed', 'approval.payload_changed', 'approval.same_person', 'approval.same_session',
  'group.not_selected', 'group.lapsed', 'lock.not_yours', 'command.not_askable', 'trip.none', 'trip.not_safe',
] as const
export type RefusedCode = (typeof refusedCodes)[number]

/** A person's step that is not taken; nothing was changed by it. */
export class Refused extends Error {
  constructor(readonly code: RefusedCode, readonly params: ReasonParams = {}) {
    super(code)
  }
}
