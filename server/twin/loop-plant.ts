import type { Loop } from '#domain/network/network'
import type { LocalTargets, LoopDemand } from './loop-automatic'
import type { PavementModel } from './pavement-model'
import { between } from './seeded'

/** What survives a restart. */
export interface LoopPlantState { valve_pct: number; pump_hz: number; supply_c: number; return_c: number; flow_lPerMin: number; power_kw: number }

/** Heat carried by one litre of the 35 % glycol brine, J/K. */
const brine_jPerLitreK = 1.04 * 3650
const fullPump_hz = 50

/**
 * One hydronic loop: valve, pump, supply and the exchange with the pavements above it.
 * Pipe side: a flow through pipes with conductance UA leaves at T = T_pipe + (T_supply - T_pipe) exp(-UA / m cp); so the heat into the
 * pipe plane is K (T_supply - T_pipe) with K = m cp (1 - exp(-UA / m cp)), per m2.
 */
export class LoopPlant {
  state: LoopPlantState
  /** The valve stays where it is, whatever is demanded of it. */
  valveStuck = false
  readonly area_m2: number
  readonly designFlow_lPerMin: number
  readonly targets: LocalTargets
  private readonly pipe_wPerM2K: number
  private readonly valveStrokeS: number

  /** @param members indices of the segments on the loop. @throws RangeError for a loop with nothing on it */
  constructor(readonly loop: Loop, readonly members: readonly number[], private readonly pavements: PavementModel, seed: string) {
    if (members.length === 0) throw new RangeError(`loop ${loop.id}: no segment lies on it`)
    this.area_m2 = members.reduce((sum, i) => sum + this.areaOf(i), 0)
    this.designFlow_lPerMin = Math.min(0.6 * this.area_m2, 18_000)
    this.pipe_wPerM2K = between(`${seed}/${loop.id}/pipe`, 32, 44)
    this.valveStrokeS = between(`${seed}/${loop.id}/stroke`, 15, 30)
    this.targets = { heatSurface_c: between(`${seed}/${loop.id}/target`, 1.7, 3), coolAbove_c: between(`${seed}/${loop.id}/limit`, 46, 50) }
    const pipe = this.pipePlane_c()
    this.state = { valve_pct: 0, pump_hz: 0, supply_c: pipe, return_c: pipe, flow_lPerMin: 0, power_kw: 0 }
  }

  private areaOf(i: number): number { const s = this.pavements.segments[i]; return s ? s.lengthM * s.widthM : 0 }
  private mean(of: (i: number) => number): number { return this.members.reduce((sum, i) => sum + of(i) * this.areaOf(i), 0) / this.area_m2 }

  /** Mean surface temperature over the loop, °C: what its controller steers by. */
  surface_c(): number { return this.mean((i) => this.pavements.surface_c(i)) }
  /** Mean temperature of the pipe plane, °C. */
  pipePlane_c(): number { return this.mean((i) => this.pavements.temperature_c[i * 12 + (this.pavements.pipeNode[i] ?? 0)] ?? NaN) }

  /** Moves the actuators towards the demand for dtS and hands the pavements their pipe condition for the coming step. */
  drive(dtS: number, demand: LoopDemand): void {
    const s = this.state
    const slew = (value: number, to: number, rate: number): number => value + Math.min(rate * dtS, Math.max(-rate * dtS, to - value))
    if (!this.valveStuck) s.valve_pct = slew(s.valve_pct, demand.valve_pct, 100 / this.valveStrokeS)
    s.pump_hz = slew(s.pump_hz, demand.pump_hz, fullPump_hz / 12)
    s.flow_lPerMin = this.designFlow_lPerMin * (s.valve_pct / 100) * (s.pump_hz / fullPump_hz)
    const flowing = s.flow_lPerMin > 0.01 * this.designFlow_lPerMin
    const towards = flowing && demand.supply_c !== null ? demand.supply_c : this.pipePlane_c()
    s.supply_c += (towards - s.supply_c) * (1 - Math.exp(-dtS / (flowing ? 240 : 3600)))
    const capacity_wPerM2K = this.capacity_wPerK() / this.area_m2
    const conductance = flowing ? capacity_wPerM2K * (1 - Math.exp(-this.pipe_wPerM2K / capacity_wPerM2K)) : 0
    for (const i of this.members) {
      this.pavements.pipeConductance[i] = conductance
      this.pavements.pipeSupply_c[i] = s.supply_c
    }
  }

  private capacity_wPerK(): number { return (this.state.flow_lPerMin / 60) * brine_jPerLitreK }

  /** Books what the pavements took in the last step: power and return temperature. */
  book(dtS: number): void {
    const s = this.state
    const watt = this.mean((i) => this.pavements.pipeHeat_wPerM2[i] ?? 0) * this.area_m2
    s.power_kw = watt / 1000
    const capacity = this.capacity_wPerK()
    const flowing = s.flow_lPerMin > 0.01 * this.designFlow_lPerMin
    s.return_c = flowing ? s.supply_c - watt / capacity : s.return_c + (this.pipePlane_c() - s.return_c) * (1 - Math.exp(-dtS / 3600))
  }
}
