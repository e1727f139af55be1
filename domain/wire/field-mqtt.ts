import { z } from 'zod'
import { deviceModes, type HeldBlock } from '../control/command-block'
import { rejectCodeNumber, rejectCodes, type LoopStatus } from '../control/loop-status'

/** The JSON contract between server and controllers over MQTT 5, version 1; docs/mqtt.md explains it and its examples are tested against these shapes. */
export const fieldMqttFormat = 'hearthway-mqtt-1'

/** Topics of a controller: `command`, `read` and `heartbeat` are said to it, `answer`, `state` and `link` by it. */
export const fieldTopics = (controllerId: string) => {
  const base = `hearthway/1/${controllerId}`
  return { command: `${base}/command`, answer: `${base}/answer`, read: `${base}/read`, state: `${base}/state`, heartbeat: `${base}/heartbeat`, link: `${base}/link` }
}

const loop = z.int().min(0).max(999)
const sequence = z.int().min(0).max(0xffffffff)
const leaseS = z.int().min(0).max(0xffffffff)
const mode = z.enum(deviceModes)

export const fieldCommandShape = z.object({ loop, sequence: sequence.min(1), mode, setpoint_c: z.number().nullable(), lease_s: leaseS })
export type FieldCommand = z.infer<typeof fieldCommandShape>

/** `received`: it was read and judged, what came of it stands in the state. `busy`: it was thrown away unread. */
export const fieldAnswerShape = z.object({ loop, sequence, outcome: z.enum(['received', 'busy', 'malformed']), message: z.string().optional() })
export type FieldAnswer = z.infer<typeof fieldAnswerShape>

export const fieldHeartbeatShape = z.object({ counter: z.int().min(0).max(0xffff), period_s: z.int().min(1) })

/** Retained; `false` is the controller's last will. */
export const fieldLinkShape = z.object({ format: z.literal(fieldMqttFormat), online: z.boolean() })

const measured = z.number().nullable()
export const fieldStateShape = z.object({
  format: z.literal(fieldMqttFormat),
  /** Null: none was ever received. */
  heartbeat_seen: z.int().min(0).max(0xffff).nullable(),
  heartbeat_lost: z.boolean(),
  loops: z.array(z.object({
    loop,
    /** The last block that was accepted, as it stands in the controller; null = none ever. */
    command: z.object({ sequence, mode, setpoint_c: z.number().nullable(), lease_s: leaseS }).nullable(),
    applied_sequence: sequence, seen_sequence: sequence, reject: z.enum(rejectCodes),
    mode, setpoint_c: z.number().nullable(), lease_remaining_s: z.int().min(0),
    supply_c: measured, return_c: measured, flow_l_per_min: measured, valve_pct: measured, pump_hz: measured, power_kw: measured,
    running: z.boolean(), local: z.boolean(), fault: z.boolean(), safe_state: z.boolean(), lease_ended: z.boolean(),
  })),
})
export type FieldState = z.infer<typeof fieldStateShape>
export type FieldLoop = FieldState['loops'][number]

export const loopStatusOf = (said: FieldLoop): LoopStatus => ({
  appliedSequence: said.applied_sequence, seenSequence: said.seen_sequence, rejectCode: rejectCodeNumber(said.reject), mode: said.mode, setpoint_c: said.setpoint_c, leaseRemainingS: said.lease_remaining_s,
  valve_pct: said.valve_pct, pump_hz: said.pump_hz, supply_c: said.supply_c, return_c: said.return_c, flow_lPerMin: said.flow_l_per_min, power_kw: said.power_kw,
  running: said.running, local: said.local, fault: said.fault, safeState: said.safe_state, leaseEnded: said.lease_ended,
})

export const heldBlockOf = ({ command }: FieldLoop): HeldBlock =>
  command ? { sequence: command.sequence, mode: command.mode, setpoint_c: command.setpoint_c, leaseS: command.lease_s } : { sequence: 0, mode: 'auto', setpoint_c: null, leaseS: 0 }
