import type { Loop } from '#domain/network/network'
import type { DeviceMode } from '#domain/control/command-block'
import type { LoopStatus } from '#domain/control/loop-status'
import { putLoopStatus } from '#domain/control/registers/put-loop-status'
import { RegisterImage } from '#domain/control/registers/register-image'
import { DeadMan } from './dead-man'
import { blockAddress, blockLength, houseMap } from './house-map'
import { decideDemand, type LocalView } from './loop-automatic'
import { dropCommand, elapse, freshLoopCommandState, receiveBlock, type LoopCommandState } from './loop-command'
import type { LoopPlant } from './loop-plant'
import { modbusException, type ModbusBank } from './modbus-server'

const heartbeatAddress = houseMap.heartbeat?.counter.address ?? 0

export interface DeviceLoop { loop: Loop; plant: LoopPlant; command: LoopCommandState }

/** A field controller: the registers of its loops, its heartbeat watch, and what each loop does now. Knows no socket. */
export class ControllerDevice implements ModbusBank {
  readonly deadMan: DeadMan
  readonly unitId: number
  private readonly loopCount: number

  constructor(readonly id: string, unitId: number, readonly loops: DeviceLoop[], wallNowMs: () => number) {
    this.unitId = unitId
    this.deadMan = new DeadMan(wallNowMs)
    this.loopCount = Math.max(0, ...loops.map(({ loop }) => loop.index + 1))
  }

  /** What a loop does now: the safe state when the heartbeat is lost, the remote command while its lease runs, else local automatic. */
  activeMode({ loop, command }: DeviceLoop): DeviceMode {
    if (this.deadMan.lost && !command.local) return loop.safeState === 'off' ? 'off' : 'hold'
    return command.local ? 'auto' : command.command?.mode ?? 'auto'
  }

  /** One step of the local program: leases, dead-man, actuators. `air` is what the cabinet's weather sensor says; the surface is the loop's own. */
  drive(dtS: number, air: Omit<LocalView, 'surface_c'>): void {
    for (const entry of this.loops) {
      entry.command = this.deadMan.lost ? dropCommand(entry.command) : elapse(entry.command, dtS)
      const mode = this.activeMode(entry)
      const setpoint_c = entry.command.command?.setpoint_c ?? null
      entry.plant.drive(dtS, decideDemand(mode, setpoint_c, entry.loop, entry.plant.targets, { ...air, surface_c: entry.plant.surface_c() }))
    }
  }

  readInput(address: number, count: number): number[] | number {
    const { ageS, lost } = this.deadMan
    const identity = houseMap.identity.map(({ equals }) => equals)
    const head = [...identity, this.loopCount, this.deadMan.counter, ageS === null ? 65_535 : Math.min(65_534, Math.floor(ageS)), lost ? 1 : 0]
    return this.serve(address, count, 'input', head, (entry, image) => putLoopStatus(houseMap, entry.loop.index, this.statusOf(entry), image))
  }

  readHolding(address: number, count: number): number[] | number {
    return this.serve(address, count, 'holding', [this.deadMan.counter, this.deadMan.periodS], (entry, image) => image.put('holding', blockAddress(entry.loop.index), entry.command.words))
  }

  /** Accepts heartbeat, period, or exactly one whole command block; half a block would be half a command. */
  writeHolding(address: number, words: readonly number[]): number {
    const [first = 0, second] = words
    if (address === heartbeatAddress && words.length <= 2) {
      if (second !== undefined && !this.setPeriod(second)) return modbusException.illegalValue
      this.deadMan.beat(first)
      return 0
    }
    if (address === heartbeatAddress + 1 && words.length === 1) return this.setPeriod(first) ? 0 : modbusException.illegalValue
    const entry = this.loops.find(({ loop }) => blockAddress(loop.index) === address)
    if (!entry || words.length !== blockLength) return modbusException.illegalAddress
    entry.command = receiveBlock(entry.loop, entry.command, words)
    return 0
  }

  private setPeriod(periodS: number): boolean {
    if (periodS < 1 || periodS > 3600) return false
    this.deadMan.periodS = periodS
    return true
  }

  /** Registers of the head or of the loop area; gaps between blocks read 0. */
  private serve(address: number, count: number, table: 'input' | 'holding', head: number[], put: (entry: DeviceLoop, image: RegisterImage) => void): number[] | number {
    const block = houseMap.loops[table] as { base: number; stride: number }
    if (address < block.base) return address + count <= head.length ? head.slice(address, address + count) : modbusException.illegalAddress
    if (address + count > block.base + block.stride * this.loopCount) return modbusException.illegalAddress
    const image = new RegisterImage()
    for (const entry of this.loops) put(entry, image)
    return Array.from({ length: count }, (_, i) => image.get(table, address + i) ?? 0)
  }

  private statusOf(entry: DeviceLoop): LoopStatus {
    const { command, plant: { state } } = entry
    const safeState = this.deadMan.lost && !command.local
    const held = safeState || command.local ? null : command.command
    const fits = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value))
    return {
      appliedSequence: command.appliedSequence, mode: this.activeMode(entry), setpoint_c: held?.setpoint_c ?? null,
      leaseRemainingS: Math.ceil(held?.leaseRemainingS ?? 0), valve_pct: state.valve_pct, pump_hz: state.pump_hz,
      supply_c: fits(state.supply_c, 3000), return_c: fits(state.return_c, 3000), flow_lPerMin: Math.min(65_535, state.flow_lPerMin), power_kw: fits(state.power_kw, 32_000),
      running: state.pump_hz > 0.5 && state.valve_pct > 0.5, local: command.local, fault: false, safeState, leaseEnded: command.leaseEnded,
      rejectCode: command.rejectCode, seenSequence: command.seenSequence,
    }
  }

  /** State for the file. */
  save(): Record<string, LoopCommandState> { return Object.fromEntries(this.loops.map(({ loop, command }) => [loop.id, command])) }

  /** Takes back what was saved; a remote command still under lease is watched from now on, heartbeat or not. */
  restore(saved: Record<string, LoopCommandState>): void {
    for (const entry of this.loops) entry.command = saved[entry.loop.id] ?? freshLoopCommandState()
    if (this.loops.some(({ command }) => command.command)) this.deadMan.arm()
  }
}
