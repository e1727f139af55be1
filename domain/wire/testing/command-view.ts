import type { CommandView } from '../commands'

/** A queued command of one loop, for tests. */
export const commandViewOf = (over: Partial<CommandView> = {}): CommandView => ({
  id: 1, group: null, loop_id: 'L', actor: 'li', slot: 8, mode: 'heat', setpoint_c: 28, lease_s: 7200, state: 'queued', reason: null, sequence: 5, attempt: 0,
  requested_at: '2026-01-01T00:00:00.000Z', queued_at: '2026-01-01T00:00:00.000Z', selected_at: null, operated_at: null, sent_at: null, accepted_at: null, applied_at: null, effective_at: null,
  ended_at: null, expires_at: null, wait_until: null, needs_operate: false, every_slot: false, renews: null, interlocks: null, effect: null, read_back: null, ...over,
})
