/**
 * Stable words for why a command was refused, waits or ended. The web translates them; their params carry the numbers.
 * A word is never renamed: it stands in the audit trail.
 */
export const refusalReasons = [
  /** params: mode, service */
  'mode_not_served',
  /** params: mode */
  'setpoint_required', 'setpoint_forbidden',
  /** params: setpoint_c, min_c, max_c */
  'setpoint_outside_limits', 'setpoint_outside_pavement',
  /** params: setpoint_c, step_c */
  'setpoint_resolution',
  /** No answer from the controller yet, or the last answers are missing. */
  'controller_unknown',
  'controller_offline',
  'local_switch',
  'controller_fault',
  /** params: setpoint_c, dew_point_c, margin_k, age_s, input */
  'condensation_guard',
  /** params: input, and age_s when there was a value */
  'dew_point_unknown', 'dew_point_stale',
  /** params: quantity, input (its sensor, 'none' where there is none), age_s ('none' without a value) */
  'sensor_missing', 'sensor_stale', 'sensor_failed', 'sensor_stuck',
  /** params: input, worst_c, age_s, setpoint_c, and what each names below; a value that is not known counts as the worst that is plausible */
  /** limit_c */ 'cooling_near_freezing',
  /** floor_c */ 'brine_floor',
  /** Params of its own: supply_c, min_c, max_c */ 'supply_outside_pavement',
  /** distance_k, limit_k */ 'supply_slab',
  /** ramp_k_per_h, limit_k_per_h */ 'slab_ramp',
  /** params: mode, input (station), rested_s, dwell_s, wait_s */
  'reversal_dwell',
  /** The command waits that long, and is refused when nobody knows by then. params: input (station), stopped_s, min_s, wait_s */
  'compressor_min_off',
  /** params: input (station), starts, most */
  'compressor_starts',
  /** A warning; the command waits. params: input (station), running_s, min_s, wait_s */
  'compressor_min_on',
  /** params: input (runway, or source and reference of its last word), age_s */
  'runway_use_unknown', 'runway_use_expired', 'runway_in_use',
  /** params: requester */
  'second_person_missing', 'second_person_same',
  'notam_missing',
  /** A warning. params: input, worst_c, age_s, ice_before, ice_melting, snow_before, snow_melting */
  'runway_code_drops',
  /** Another command of this loop is between sending and read-back. params: command_id */
  'command_in_flight',
  /** Another command's outcome is unknown: read back, or send off or release. params: command_id */
  'outcome_unknown',
  'loop_not_found',
  /** Somebody else has locked the loop. params: holder, kind, reason, until ('' = until he ends it) */
  'locked',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

export const endReasons = [
  'timeout_after_send', 'link_lost', 'server_restarted', 'not_confirmed_in_time', 'holding_differs', 'safe_state', 'lease_passed_unread',
  'not_carried_out', 'not_sent', 'retry_device_busy', 'late_effect',
  'device_old_sequence', 'device_bad_mode', 'device_setpoint_limits', 'device_local', 'device_rejected', 'device_refused', 'guard_refused',
  'controller_restarted', 'mode_changed', 'setpoint_changed', 'dead_man', 'newer_sequence',
  'lease_ended', 'released', 'replaced', 'stopped', 'withdrawn',
  /** The second person: declined; nobody decided in time; the approval is lacking, has run out, or was given to another payload. */
  'declined', 'approval_lapsed', 'approval_missing', 'approval_expired', 'approval_payload',
  /** Nobody operated the reservation in time; the controller had not been read when the group was operated; nobody handed the draft in. */
  'reservation_lapsed', 'not_selected', 'draft_lapsed',
  /** Stands below a higher slot; its slot was given back; taken up again for the rest of its lease; a newer command carries its lease on. */
  'outranked', 'slot_vacated', 'taken_over', 'renewed',
  /** An interlock trip holds the loop, or has ended what stood below it; its cause is not gone yet, or not for long enough. */
  'life_safety_trip', 'trip_not_safe',
  /** Of an interlock trip: its cause has been gone for long enough, it stays until a person gives the slot back. */
  'awaits_acknowledgement',
] as const
export type EndReason = (typeof endReasons)[number]

/** Beside the refusals, why the guard acts: it gives its slot back. */
export const guardReasons = ['safe_again'] as const
export type CommandReason = RefusalReason | EndReason

export type ReasonParams = Record<string, string | number>
