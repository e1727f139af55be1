import { deviceModes, type CommandBlock, type DeviceMode, type HeldBlock } from '../command-block'
import { rejectCodeNumber, type LoopStatus } from '../loop-status'
import type { RegisterImage, RegisterRun } from './register-image'
import { isFenced, loopFlags, measuredPoints, ofLoop, type CommandPoint, type FlagPoint, type RegisterMap } from './register-map'
import { lengthOf, type RegisterPoint } from './register-point'

/** A device's own refusal that its map has no word for: its code, moved out of the way of the house's own. */
export const foreignRejectCode = 1000

const usesSetpoint = (mode: DeviceMode | null): boolean => mode === 'heat' || mode === 'cool'
const runOf = (point: { table: RegisterRun['table']; address: number; type?: RegisterPoint['type'] }): RegisterRun => ({ table: point.table, address: point.address, length: point.type ? lengthOf({ type: point.type }) : 1 })
const readBackPoint = (point: CommandPoint): RegisterPoint => ({ ...point, ...point.readBack })

/** What must be read to know what a loop does. */
export function statusRuns(map: RegisterMap, index: number): RegisterRun[] {
  const { sequence, mode, setpoint, leaseS } = map.command
  const points = [sequence?.statusInput, mode.statusInput, setpoint.statusInput, leaseS.statusInput, map.status.seenSequence, map.status.rejectCode, ...measuredPoints.map((name) => map.status[name])]
  const flags = loopFlags.map((name): FlagPoint => map.flags[name]).filter((flag) => 'table' in flag)
  return [...points.filter((point) => point !== undefined), ...flags].map((point) => runOf(ofLoop(map, point, index)))
}

/** What must be read to know which command stands in the device. */
export function heldRuns(map: RegisterMap, index: number): RegisterRun[] {
  const { sequence, mode, setpoint, leaseS } = map.command
  return [sequence, mode, setpoint, leaseS].filter((point) => point !== undefined).map((point) => runOf(ofLoop(map, readBackPoint(point), index)))
}

/** @throws RangeError for a missing register, no value where one is needed, or a mode code the map does not know */
export function readLoopStatus(map: RegisterMap, index: number, image: RegisterImage): LoopStatus {
  const maybe = (name: string, point: RegisterPoint | undefined): number | null => (point ? image.value(name, ofLoop(map, point, index)) : null)
  const needed = (name: string, point: RegisterPoint | undefined): number => {
    const value = maybe(name, point)
    if (value === null) throw new RangeError(`${name}: no value`)
    return value
  }
  const flag = (name: (typeof loopFlags)[number]): boolean => image.flag(name, 'never' in map.flags[name] ? map.flags[name] : ofLoop(map, map.flags[name], index))
  const { sequence, leaseS } = map.command
  const code = needed('mode', map.command.mode.statusInput)
  const mode = deviceModes.find((name) => map.modes[name] === code)
  if (mode === undefined) throw new RangeError(`mode: code ${code} is not in the register map ${map.name}`)
  const setpoint_c = maybe('setpoint', map.command.setpoint.statusInput)
  return {
    appliedSequence: isFenced(map) ? needed('appliedSequence', sequence?.statusInput) : null, seenSequence: isFenced(map) ? needed('seenSequence', map.status.seenSequence) : null,
    // A register that cannot say "none" keeps its last set-point when no mode uses it.
    mode, setpoint_c: usesSetpoint(mode) || map.command.setpoint.statusInput?.none !== undefined ? setpoint_c : null,
    leaseRemainingS: wholeOrNull(maybe('leaseRemainingS', leaseS.statusInput)),
    valve_pct: maybe('valve', map.status.valve), pump_hz: maybe('pump', map.status.pump), supply_c: maybe('supply', map.status.supply), return_c: maybe('return', map.status.return),
    flow_lPerMin: maybe('flow', map.status.flow), power_kw: maybe('power', map.status.power),
    running: flag('running'), local: flag('local'), fault: flag('fault'), safeState: flag('safeState'), leaseEnded: flag('leaseEnded'),
    rejectCode: map.status.rejectCode ? houseRejectCode(map, needed('rejectCode', map.status.rejectCode)) : 0,
  }
}

const wholeOrNull = (value: number | null): number | null => (value === null ? null : Math.round(value))

function houseRejectCode(map: RegisterMap, code: number): number {
  const word = map.rejectCodes[String(code)]
  return word ? rejectCodeNumber(word) : code === 0 ? 0 : foreignRejectCode + code
}

/** The command as it stands in the device. @throws RangeError for a missing register */
export function readHeldBlock(map: RegisterMap, index: number, image: RegisterImage): HeldBlock {
  const value = (name: string, point: CommandPoint | undefined): number | null => (point ? image.value(name, ofLoop(map, readBackPoint(point), index)) : null)
  const code = value('mode', map.command.mode)
  const mode = deviceModes.find((name) => map.modes[name] === code && code !== null) ?? null
  const setpoint_c = value('setpoint', map.command.setpoint)
  return { sequence: value('sequence', map.command.sequence), mode, setpoint_c: usesSetpoint(mode) || map.command.setpoint.none !== undefined ? setpoint_c : null, leaseS: value('leaseS', map.command.leaseS) }
}

/** The command block as a plain object of values by point, in the order in which they are written when it takes more than one write. */
export function commandValues(map: RegisterMap, block: CommandBlock): { name: string; point: CommandPoint; value: number | null }[] {
  const { sequence, leaseS, setpoint, mode, remote } = map.command
  const values: { name: string; point: CommandPoint | undefined; value: number | null }[] = [
    { name: 'sequence', point: sequence, value: block.sequence }, { name: 'leaseS', point: leaseS, value: block.leaseS },
    { name: 'setpoint', point: setpoint, value: block.setpoint_c }, { name: 'mode', point: mode, value: map.modes[block.mode] ?? null },
    { name: 'remote', point: remote, value: block.mode === 'auto' ? 0 : 1 },
  ]
  return values.flatMap(({ name, point, value }) => (point ? [{ name, point, value }] : []))
}
