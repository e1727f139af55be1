/** Words of approvals, groups, slots, locks, stop and interlocks. */
export const controlEn = {
  approvals: {
    title: 'Approvals', button: 'Approve {n}', loading: 'Loading', empty: 'Nothing waits for a second person', rest: '{rest} left', asked_by: 'Asked by', loops: 'Loops', reason: 'Reason', payload: 'Fingerprint', lease: 'lease {lease}', note: 'Note (optional)', decline: 'Decline', approve: 'Hold 2 s to approve',
    mine: 'You asked for this; another account must approve it.', may_not: 'You may not approve it: {why}', means: 'An approval counts for exactly what is shown; asker and approver must be two accounts. The interlocks are judged again before sending.',
  },
  approvals_why: { same_person: 'you asked for it', same_session: 'same session as the asker', role: 'your role does not approve', scope: 'outside your scope' },
  group: {
    waiting: 'Waits for a person', under_way: 'Under way', unknown: 'Some unknown', complete: 'Complete', partial: 'Partly done', none: 'None done', of_loops: '{n} of {all} loops', refused: '{n} refused', awaits_approval: 'awaits a second person · {rest} left', approved: 'approved by {by}', declined: 'declined by {by}', lapsed: 'nobody approved in time',
    operate_until: 'reserved, {rest} left', operate: 'Hold 2 s to operate', cancel: 'Withdraw',
  },
  slots: {
    title: 'Priority', all: 'All 16 slots', fewer: 'Usual only', loading: 'Loading the slots', free_use: 'free use', below: 'stands by', control_local: 'local', control_off: 'switched off', control_unknown: 'Controller silent: who controls is unknown',
    manual_life_safety: 'Local stop', automatic_life_safety: 'Trip', critical_equipment: 'Protection', minimum_on_off: 'Min on/off', operator: 'Operator', strategy: 'Strategy', optimiser: 'Optimiser',
  },
  locks: {
    kind: 'Kind of lock', incident: 'Incident', testing: 'Testing', maintenance: 'Maintenance', incident_long: 'Incident 30 min', testing_long: 'Testing 5 min', maintenance_long: 'Maintenance, until ended', reason: 'Reason of the lock', place: 'Lock this loop', end: 'End', until_ended: 'until ended', rest: '{rest} left',
  },
  stop: {
    word: 'Stop', title: 'Stop all', loop: 'Loop {name}', station: 'Station {name}', zone: 'Zone {name}', hold: 'Hold 2 s to stop', requested: 'Stop requested for {n} loops; the read-back decides', unanswered: 'The server did not answer: nobody knows whether it was taken. Pressing again is not carried out twice; in an emergency use the local stop.',
    means: 'Gives back every remote slot of the chosen loops; their controllers go to their own automatic. No lock, approval or unknown command keeps a stop off.', local: 'Where the controller cannot be reached only the local stop works; the read-back decides.',
  },
  interlocks: { title: 'Interlocks', refuse: '{n} blocked', warn: '{n} to know', pass: '{n} passed', is_refuse: 'blocked', is_warn: 'to know', is_pass: 'passed', unavailable: 'The interlocks cannot be judged now: {reason}' },
  runway: {
    title: 'Runway use', in_use: 'In use', not_in_use: 'Not in use', unknown: 'Unknown', declare: 'Declare', loading: 'Loading', source: 'source {source} · {age} ago', rest: '{rest} left', expired: 'expired', unknown_means: 'Nobody says whether the runway is in use: every command is blocked. Airport operations may declare it.', reference: 'Reference (tower message, NOTAM)', expires: 'Holds for',
  },
  proof: { title: 'Prove who you are', means: 'This step needs a proof of identity of the last 5 minutes. Do the step again after it.', password_or_code: 'Password or code', prove: 'Prove' },
}
