import type { CommandMode } from '#domain/control/command'
import type { CommandRequest } from '#domain/wire/commands'
import type { NetworkView } from '#domain/wire/network'

export type Loop = NetworkView['loops'][number]
/** `reason` and `notam` in the operator's words; empty = none. */
export interface CommandForm { mode: CommandMode; setpointC: number | null; leaseS: number; reason?: string; notam?: string }
export interface CommandTarget { kind: 'loop' | 'asset' | 'zone'; id: string; loops: Loop[] }

export const leaseChoicesS = [1800, 3600, 7200, 14_400, 28_800, 43_200] as const

/** Loops of the target that can do the mode at all. */
export function ableLoops(loops: readonly Loop[], mode: CommandMode): Loop[] {
  if (mode === 'heat') return loops.filter((loop) => loop.service === 'heat' || loop.service === 'heatAndCool')
  if (mode === 'cool') return loops.filter((loop) => loop.service === 'cool' || loop.service === 'heatAndCool')
  return loops.filter((loop) => loop.service !== 'none')
}

/** Set-points admissible to every able loop, °C; null when the mode takes none, or the loops have no common range. */
export function setpointLimits(loops: readonly Loop[], mode: CommandMode): { minC: number; maxC: number } | null {
  const able = ableLoops(loops, mode)
  if ((mode !== 'heat' && mode !== 'cool') || !able.length) return null
  const minC = Math.max(...able.map((loop) => (mode === 'heat' ? loop.heat_min_c : loop.cool_min_c)))
  const maxC = Math.min(...able.map((loop) => (mode === 'heat' ? loop.heat_max_c : loop.cool_max_c)))
  return minC <= maxC ? { minC, maxC } : null
}

export type FormFault = 'no_loop' | 'no_common_range' | 'setpoint_missing' | 'setpoint_below' | 'setpoint_above'

/** What keeps the form from being sent; null when nothing known here does. The server judges again and has the last word. */
export function formFault(form: CommandForm, target: CommandTarget): FormFault | null {
  if (!ableLoops(target.loops, form.mode).length) return 'no_loop'
  if (form.mode !== 'heat' && form.mode !== 'cool') return null
  const limits = setpointLimits(target.loops, form.mode)
  if (!limits) return 'no_common_range'
  if (form.setpointC === null || !Number.isFinite(form.setpointC)) return 'setpoint_missing'
  return form.setpointC < limits.minC ? 'setpoint_below' : form.setpointC > limits.maxC ? 'setpoint_above' : null
}

/** Requests of a form: one for a loop or a zone; one per able loop for an asset, which the server does not know as a target. */
export function commandRequests(form: CommandForm, target: CommandTarget): CommandRequest[] {
  const rest = {
    mode: form.mode,
    ...((form.mode === 'heat' || form.mode === 'cool') && form.setpointC !== null && { setpoint_c: Math.round(form.setpointC * 10) / 10 }),
    ...(form.mode !== 'release' && { lease_s: form.leaseS }),
    ...(form.reason?.trim() && { reason: form.reason.trim() }),
    ...(form.notam?.trim() && { notam_reference: form.notam.trim() }),
  }
  if (target.kind === 'zone') return [{ target: { kind: 'zone', id: target.id }, ...rest }]
  return ableLoops(target.loops, form.mode).map((loop) => ({ target: { kind: 'loop', id: loop.id }, ...rest }))
}
