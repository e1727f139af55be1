import { encodePoint, isWordTable, lengthOf, type RegisterPoint } from './register-point'
import { loopFlags, measuredPoints, type CommandPoint, type FlagPoint, type RegisterMap } from './register-map'

export interface MapFault { path: string; reason: string }

interface Place { path: string; point: RegisterPoint }

/** What a single field cannot tell: rules between the fields of a map. Empty = it can be used. */
export function findMapFaults(map: RegisterMap): MapFault[] {
  const faults: MapFault[] = []
  const say = (path: string, reason: string): void => { faults.push({ path, reason }) }
  const commands = Object.entries(map.command).filter((entry): entry is [string, CommandPoint] => entry[1] !== undefined)

  for (const { path, point } of [...headPlaces(map), ...loopPlaces(map)]) {
    if ((point.type === 'bit') === isWordTable(point.table)) say(`${path}.type`, isWordTable(point.table) ? 'bit stands in a coil or a discrete input; take a flag with "bit" for one bit of a register' : `a ${point.table} holds one bit: the type must be bit`)
    if (point.address + lengthOf(point) > 0x10000) say(`${path}.address`, 'lies beyond register 65535')
    if (point.none !== undefined && point.none >= 2 ** (16 * lengthOf(point))) say(`${path}.none`, `does not fit a ${point.type} register`)
  }
  for (const { path, point } of loopPlaces(map)) checkBlock(map, path, point, say)
  for (const [path, flag] of flagPlaces(map)) if (!('never' in flag)) {
    if ((flag.bit === undefined) === isWordTable(flag.table)) say(`${path}.bit`, isWordTable(flag.table) ? 'is required for a flag in a register' : `a ${flag.table} has no bits`)
    if (path.startsWith('flags')) checkBlock(map, path, { table: flag.table, address: flag.address, length: 1 }, say)
  }
  checkOverlap(loopPlaces(map), say)
  checkOverlap(headPlaces(map), say)

  for (const [name, point] of commands) {
    const path = `command.${name}`
    if (point.table !== 'holding' && point.table !== 'coil') say(`${path}.table`, 'a command is written to holding registers or coils')
    if ((point.table === 'coil') !== (name === 'remote')) say(`${path}.table`, name === 'remote' ? 'is a coil; a register is part of the mode codes' : 'only "remote" may be a coil')
    const input = point.statusInput
    if ((name === 'mode' || name === 'setpoint' || name === 'sequence') && !input) say(`${path}.statusInput`, 'is required: an echo of the written register is no proof of what the device does')
    if (input && input.table === point.table && input.address === point.address) say(`${path}.statusInput`, 'is the register that is written: an echo is no proof')
    if (point.limits) for (const end of ['min', 'max'] as const) if (!encodes(point, point.limits[end])) say(`${path}.limits.${end}`, `does not fit a ${point.type} register with scale ${point.scale}`)
    if (point.limits && point.limits.min > point.limits.max) say(`${path}.limits`, 'min is above max')
  }
  checkFence(map, say)
  const codes = Object.entries(map.modes)
  for (const [mode, code] of codes) {
    if (codes.some(([other, same]) => other < mode && same === code)) say(`modes.${mode}`, `code ${code} is taken by another mode`)
    if (code !== undefined && !encodes(map.command.mode, code)) say(`modes.${mode}`, `code ${code} does not fit the mode register`)
  }
  if (map.modes.heat === undefined && map.modes.cool === undefined) say('modes', 'neither heat nor cool: there is nothing to command')
  return faults
}

type Say = (path: string, reason: string) => void

function checkFence(map: RegisterMap, say: Say): void {
  const { sequence, leaseS, mode, setpoint } = map.command
  if (!sequence) {
    if (map.status.seenSequence) say('status.seenSequence', 'without command.sequence there is nothing to see')
    return
  }
  if (sequence.type !== 'u32') say('command.sequence.type', 'must be u32: a sequence goes up to 4294967295')
  if (!map.status.seenSequence) say('status.seenSequence', 'is required with command.sequence: without it a refused block looks like a lost one')
  if (setpoint.none === undefined) say('command.setpoint.none', 'is required with command.sequence: off and hold carry no set-point, and 0 is one')
  const block = [sequence, mode, setpoint, leaseS].sort((a, b) => a.address - b.address)
  if (map.command.remote) say('command.remote', 'cannot stand beside command.sequence: a block must be one write')
  if (block.some((point, i) => i > 0 && point.address !== (block[i - 1] as CommandPoint).address + lengthOf(block[i - 1] as CommandPoint))) say('command', 'sequence, mode, setpoint and leaseS must lie side by side: a fenced block is one write or it is none')
}

function checkBlock(map: RegisterMap, path: string, point: { table: RegisterPoint['table']; address: number } & ({ type: RegisterPoint['type'] } | { length: number }), say: Say): void {
  const block = map.loops[point.table]
  const length = 'length' in point ? point.length : lengthOf(point)
  if (!block) say(`loops.${point.table}`, `is required: ${path} stands in that table`)
  else if (point.address + length > block.stride) say(`${path}.address`, `lies outside the loop's block of ${block.stride}`)
}

function checkOverlap(places: readonly Place[], say: Say): void {
  const taken = new Map<string, string>()
  for (const { path, point } of places) for (let i = 0; i < lengthOf(point); i += 1) {
    const key = `${point.table} ${point.address + i}`
    const other = taken.get(key)
    if (other !== undefined) { say(`${path}.address`, `${key} belongs to ${other} already`); break }
    taken.set(key, path)
  }
}

function headPlaces(map: RegisterMap): Place[] {
  const { heartbeat, loopCount } = map
  const named: [string, RegisterPoint | undefined][] = [
    ...map.identity.map(({ point }, i): [string, RegisterPoint] => [`identity.${i}.point`, point]), ['loopCount', loopCount],
    ['heartbeat.counter', heartbeat?.counter], ['heartbeat.periodS', heartbeat?.periodS], ['heartbeat.seen', heartbeat?.seen],
  ]
  return named.flatMap(([path, point]) => (point ? [{ path, point }] : []))
}

function loopPlaces(map: RegisterMap): Place[] {
  const commands = Object.entries(map.command).flatMap(([name, point]) => (point ? [
    { path: `command.${name}`, point }, ...(point.readBack ? [{ path: `command.${name}.readBack`, point: { ...point, ...point.readBack } }] : []),
    ...(point.statusInput ? [{ path: `command.${name}.statusInput`, point: point.statusInput }] : []),
  ] : []))
  const names = ['seenSequence', 'rejectCode', ...measuredPoints] as const
  return [...commands, ...names.flatMap((name) => { const point = map.status[name]; return point ? [{ path: `status.${name}`, point }] : [] })]
}

function encodes(point: RegisterPoint, value: number): boolean {
  try {
    encodePoint('', point, value)
    return true
  } catch {
    return false
  }
}

const flagPlaces = (map: RegisterMap): [string, FlagPoint][] => [...loopFlags.map((name): [string, FlagPoint] => [`flags.${name}`, map.flags[name]]), ...(map.heartbeat ? [['heartbeat.lost', map.heartbeat.lost] as [string, FlagPoint]] : [])]
