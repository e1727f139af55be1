import { ControlStopped } from '#server/control/create-control'
import { Refused, type RefusedCode } from '#server/control/refused'
import { ProblemError } from './problem'

/** Title, field and remedy of each refusal; the web has the words in the reader's language. */
const words: Record<RefusedCode, { status: 403 | 404 | 409; title: string; field: string; remedy: string }> = {
  'command.not_found': { status: 404, title: 'No such command', field: 'id', remedy: 'look it up in GET /api/commands' },
  'group.not_found': { status: 404, title: 'No such request', field: 'id', remedy: 'take the group from a command' },
  'lock.not_found': { status: 404, title: 'No such lock, or it is over', field: 'id', remedy: 'look it up in GET /api/locks' },
  'command.not_draft': { status: 409, title: 'It is no draft any more', field: 'id', remedy: 'ask for the command again' },
  'command.not_yours': { status: 403, title: 'Somebody else asked for it', field: 'id', remedy: 'its author does this; a stop is open to whoever may stop' },
  'command.already_sent': { status: 409, title: 'Nothing of it can be withdrawn any more', field: 'id', remedy: 'release or stop it' },
  'command.not_holding': { status: 409, title: 'Only a command that holds can be renewed', field: 'id', remedy: 'ask for the command again' },
  'approval.none': { status: 409, title: 'It waits for no second person', field: 'id', remedy: 'look at its state' },
  'approval.decided': { status: 409, title: 'It has been decided', field: 'id', remedy: 'look at its state' },
  'approval.lapsed': { status: 409, title: 'Its time is over', field: 'id', remedy: 'ask for the command again' },
  'approval.payload_changed': { status: 409, title: 'This is not the payload that waits for approval', field: 'payload_sha256', remedy: 'read GET /api/approvals again and decide on what it shows' },
  'approval.same_person': { status: 403, title: 'The second person must be somebody else', field: 'id', remedy: 'another account with the approving right decides' },
  'approval.same_session': { status: 403, title: 'The second person needs a session of their own', field: 'id', remedy: 'decide in the other account\'s own session' },
  'group.not_selected': { status: 409, title: 'Nothing of it is selected', field: 'id', remedy: 'wait until its controllers have been read' },
  'group.lapsed': { status: 409, title: 'The reservation has lapsed: nothing was done', field: 'id', remedy: 'ask for the command again' },
  'command.not_askable': { status: 409, title: 'The server itself holds this slot: nobody carries it on', field: 'id', remedy: 'ask for a command of your own' },
  'trip.none': { status: 409, title: 'It is no interlock trip that stands', field: 'id', remedy: 'look at GET /api/loops/{id}/slots, slot 2' },
  'trip.not_safe': { status: 409, title: 'The cause of the trip is not gone yet, or not for long enough', field: 'id', remedy: 'remove the cause; its command says awaits_acknowledgement once it has been safe for ten minutes' },
  'lock.not_yours': { status: 403, title: 'Somebody else holds this lock', field: 'id', remedy: 'its holder or an engineer ends it' },
}

/** Turns what the control room refuses into its answer. @throws ProblemError; whatever else was thrown goes through */
export async function orProblem<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ControlStopped) throw new ProblemError(503, { code: 'control.stopping', title: 'The server is about to end: nothing was done' }, { 'retry-after': '10' })
    if (!(error instanceof Refused)) throw error
    const { status, title, field, remedy } = words[error.code]
    throw new ProblemError(status, { code: error.code, title, params: error.params, errors: [{ field, reason: remedy }] })
  }
}
