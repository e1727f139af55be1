/** Operating modes of a loop on the device, at their register code. `auto` = the controller's own local automatic. */
export const deviceModes = ['auto', 'off', 'heat', 'cool', 'hold'] as const
export type DeviceMode = (typeof deviceModes)[number]
export const deviceModeCode = (mode: DeviceMode): number => deviceModes.indexOf(mode)
/** Null for a code the map does not know. */
export const deviceModeOf = (code: number): DeviceMode | null => deviceModes[code] ?? null

/** What one FC16 write asks of a loop. `sequence` 1..2^32-1; `leaseS` in site seconds; setpoint in °C, null = none. */
export interface CommandBlock { sequence: number; mode: DeviceMode; setpoint_c: number | null; leaseS: number }

/**
 * A command block as it stands in a device's registers. `sequence` null: the device keeps none; `mode` null: a code its map does not know;
 * `setpoint_c` null: none, or no mode that would use one.
 */
export interface HeldBlock { sequence: number | null; mode: DeviceMode | null; setpoint_c: number | null; leaseS: number | null }

const exact = (name: string, value: number): number => {
  if (!Number.isInteger(value)) throw new RangeError(`${name}: ${value} is not an integer`)
  return value
}

/**
 * What no device may ever be given, whatever its registers.
 * @throws RangeError for a number that is none, a fraction of a second, a set-point off its 0.1 °C step, heat or cool without a set-point
 * and another mode with one, a release with a lease and a command without
 */
export function checkCommandBlock(block: CommandBlock): void {
  if (!deviceModes.includes(block.mode)) throw new RangeError(`mode: "${String(block.mode)}" is not a device mode`)
  if (exact('sequence', block.sequence) < 1 || block.sequence > 0xffffffff) throw new RangeError(`sequence: ${block.sequence} is not from 1 to 4294967295`)
  if (exact('leaseS', block.leaseS) < 0 || (block.mode === 'auto') !== (block.leaseS === 0)) throw new RangeError('leaseS: 0 belongs to mode auto and to no other')
  const wantsSetpoint = block.mode === 'heat' || block.mode === 'cool'
  if (wantsSetpoint !== (block.setpoint_c !== null)) throw new RangeError(`setpoint_c: ${wantsSetpoint ? 'required' : 'forbidden'} in mode ${block.mode}`)
  if (block.setpoint_c !== null && !(Number.isFinite(block.setpoint_c) && onSetpointStep(block.setpoint_c))) throw new RangeError(`setpoint_c: ${block.setpoint_c} is not on the 0.1 degC step`)
}

/** Whether a set-point (°C) can be written without being changed by the register's 0.1 °C step. */
export const onSetpointStep = (setpoint_c: number): boolean => Math.abs(setpoint_c * 10 - Math.round(setpoint_c * 10)) < 1e-6
