import { z } from 'zod'
import { askableSlots, commandModes, commandStates, isAskable } from '../control/command'
import { unjudgeableReasons } from '../control/judge-effect'

/** What the screen showed when it was decided, with its age: kept with the command, never judged. */
export const seenShape = z.record(z.string().max(60), z.object({
  value: z.union([z.number(), z.string().max(200), z.boolean(), z.null()]),
  /** Unit of `value`, e.g. 'degC'; absent for words. */
  unit: z.string().max(20).optional(),
  /** Age when it was shown, s of site time; null = no instant known. */
  age_s: z.number().min(0).nullable(),
})).refine((seen) => Object.keys(seen).length <= 50, 'at most 50 entries')

/** The idempotency key stands in the header: the same key with another body is 409. */
export const commandRequestShape = z.object({
  target: z.object({ kind: z.enum(['segment', 'loop', 'zone']), id: z.string().min(1) }),
  mode: z.enum(commandModes),
  /** Supply set-point, °C; required for heat and cool, absent otherwise. */
  setpoint_c: z.number().min(-30).max(80).optional(),
  /** Relative lifetime of the command, s of site time; default 2 h, at most 12 h; ignored for release. */
  lease_s: z.number().int().min(60).max(43_200).optional(),
  reason: z.string().max(200).optional(),
  /** Priority slot that is asked for (or given back, mode release); default 8, the operator's. The smaller number wins. 11 and 13 belong to strategies and the optimiser and are not written by hand. */
  slot: z.number().int().min(askableSlots.first).max(askableSlots.last).refine(isAskable, 'slots 11 and 13 belong to strategies and the optimiser').optional(),
  /** Keep it as a draft of mine: void after 15 wall minutes, never sent by itself; hand it in by POST /api/commands/{id}/submit. */
  draft: z.boolean().optional(),
  /** Reference of the NOTAM; asked for by the rules of a runway in use. */
  notam_reference: z.string().trim().min(1).max(60).optional(),
  seen: seenShape.optional(),
})
export type CommandRequest = z.infer<typeof commandRequestShape>

/** What one interlock said of a command. */
export const interlockResultShape = z.object({
  /** Stable name of the rule, e.g. 'condensation'. */
  rule: z.string(),
  /** A 'warn' stops nothing, but whoever gives the command must have seen it. */
  severity: z.enum(['refuse', 'warn']),
  /** Whether the rule has anything to say about such a command. */
  applies: z.boolean(),
  allowed: z.boolean(),
  /** Stable word of the refusal or warning; null when allowed. */
  reason: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What it looked at. `value` null = unknown, judged as everything that is plausible; `age_s` of site time, null for what has no age. */
  inputs: z.array(z.object({
    name: z.string(), value: z.union([z.number(), z.string(), z.null()]), unit: z.string().nullable(), age_s: z.number().nullable(), source: z.string().nullable(), trust: z.string(),
  })),
})
export type InterlockResultView = z.infer<typeof interlockResultShape>

/** All interlocks that have anything to say about such a command, as they were judged last, and at which step. Null: not judged since this server started to keep it. */
export const interlocksShape = z.object({ at: z.string(), step: z.enum(['request', 'approval', 'sending']), results: z.array(interlockResultShape) })
export type InterlocksView = z.infer<typeof interlocksShape>

/** Whether the measured surface did what the model said: judged on sensors, never on the model against itself. */
export const effectShape = z.object({
  /** 'pending' too early to say; 'as_predicted' the command is effective; 'none' applied, no effect: a warning; 'unjudgeable' nobody can say, see `reason`. */
  verdict: z.enum(['pending', 'as_predicted', 'none', 'unjudgeable']),
  /** Why nobody can say; null unless unjudgeable. */
  reason: z.enum(unjudgeableReasons).nullable(),
  judged_at: z.string().nullable(),
  /** Change of the measured surface since the command was applied, mean of the sensors, K; null = not measured. */
  measured_k: z.number().nullable(),
  /** That change as the model had it with the command, when it was applied. */
  predicted_k: z.number().nullable(),
  /** Standard deviation of measured minus predicted, K. */
  sd_k: z.number().nullable(),
  /** Sensors it was judged on; while it is pending, those it will be. */
  sensors: z.array(z.string()),
})
export type EffectView = z.infer<typeof effectShape>

/** What the controller itself says, read back; every field null until something was read. */
export const readBackShape = z.object({
  at: z.string(),
  /** Null: the device keeps no sequence. */
  sequence: z.number().int().nullable(),
  mode: z.enum([...commandModes, 'auto']),
  setpoint_c: z.number().nullable(),
  lease_remaining_s: z.number().int().nullable(),
  reject_code: z.number().int(),
})
export type ReadBack = z.infer<typeof readBackShape>

export const commandShape = z.object({
  id: z.number().int(),
  /** Its parent (GET /api/command-groups/{id}): of a zone's commands, and of any that needs select-before-operate, even for one loop; null otherwise. */
  group: z.string().nullable(),
  loop_id: z.string(),
  /** Account that asked for it. */
  actor: z.string(),
  slot: z.number().int().min(1).max(16),
  mode: z.enum(commandModes),
  setpoint_c: z.number().nullable(),
  lease_s: z.number().int().nullable(),
  state: z.enum(commandStates),
  /** Stable word of the reason a command ended or waits, e.g. 'local_switch', 'timeout_after_send'. */
  reason: z.string().nullable(),
  sequence: z.number().int(),
  /** Rises with every step of the command: of two views the one with the higher attempt is the newer. */
  attempt: z.number().int(),
  /** Instants of its steps, site time; null = the step has not been taken. A command that took over from a higher slot has those of its last sending. */
  requested_at: z.string(),
  /** Its loop was reserved for it: by the request itself, or by the second person's approval. */
  queued_at: z.string().nullable(),
  selected_at: z.string().nullable(),
  operated_at: z.string().nullable(),
  sent_at: z.string().nullable(),
  accepted_at: z.string().nullable(),
  applied_at: z.string().nullable(),
  effective_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  /** End of the lease, counted from the moment of (first) sending, or of first standing held. */
  expires_at: z.string().nullable(),
  /** End of the wait for a person (drafted: its author, validated: a second person, selected: the operator), or, with the reasons 'compressor_min_on' and 'compressor_min_off', for a machine; site instant; null when it waits for neither. */
  wait_until: z.string().nullable(),
  /** Needs select-before-operate: POST /api/command-groups/{group}/operate once it is `selected`. */
  needs_operate: z.boolean(),
  /** A stop: releases every slot of its loop, not only its own. */
  every_slot: z.boolean(),
  /** The command whose lease this one carries on; null for any other. */
  renews: z.number().int().nullable(),
  interlocks: interlocksShape.nullable(),
  /** Of the span in which the device carries it out; null before, while it stands held, and where nobody judges. */
  effect: effectShape.nullable(),
  read_back: readBackShape.nullable(),
})
export type CommandView = z.infer<typeof commandShape>

export const commandAnswerShape = z.object({
  /** Set when a parent tells how the request fares: GET /api/command-groups/{group}. */
  group: z.string().nullable(),
  commands: z.array(commandShape),
  /** Loops of the target that got no command, and why. */
  refused: z.array(z.object({ loop_id: z.string(), reason: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])).optional() })),
})
export type CommandAnswer = z.infer<typeof commandAnswerShape>
