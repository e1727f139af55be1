import type { LoopStatus } from '../loop-status'
import type { RegisterImage } from './register-image'
import { loopFlags, ofLoop, type RegisterMap } from './register-map'
import { encodePoint, type RegisterPoint } from './register-point'

/** Writes what a loop does into a device's own registers: the other side of readLoopStatus. @throws RangeError for a value its register cannot hold */
export function putLoopStatus(map: RegisterMap, index: number, status: LoopStatus, image: RegisterImage): void {
  const put = (name: string, point: RegisterPoint | undefined, value: number | null): void => {
    if (!point) return
    const placed = ofLoop(map, point, index)
    image.put(placed.table, placed.address, encodePoint(name, placed, value))
  }
  const { sequence, mode, setpoint, leaseS } = map.command
  put('appliedSequence', sequence?.statusInput, status.appliedSequence)
  put('mode', mode.statusInput, map.modes[status.mode] ?? null)
  put('setpoint', setpoint.statusInput, status.setpoint_c)
  put('leaseRemainingS', leaseS.statusInput, status.leaseRemainingS)
  put('valve', map.status.valve, status.valve_pct)
  put('pump', map.status.pump, status.pump_hz)
  put('supply', map.status.supply, status.supply_c)
  put('return', map.status.return, status.return_c)
  put('flow', map.status.flow, status.flow_lPerMin)
  put('power', map.status.power, status.power_kw)
  put('rejectCode', map.status.rejectCode, status.rejectCode)
  put('seenSequence', map.status.seenSequence, status.seenSequence)
  for (const name of loopFlags) {
    const flag = map.flags[name]
    if ('never' in flag) continue
    const { table, address, bit = 0, invert } = ofLoop(map, flag, index)
    const mask = 1 << bit
    const word = image.get(table, address) ?? 0
    image.put(table, address, [status[name] !== invert ? word | mask : word & ~mask])
  }
}
