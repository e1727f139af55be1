import type { DeviceMode } from '#domain/control/command-block'
import type { Loop } from '#domain/network/network'

/** What the local controller measures for its own rule. */
export interface LocalView { surface_c: number; air_c: number; dewPoint_c: number; snowing: boolean }
/** Where the actuators shall go; `supply_c` null = the plant leaves the supply alone. */
export interface LoopDemand { valve_pct: number; pump_hz: number; supply_c: number | null }
/** Fitted once per loop when it was commissioned. */
export interface LocalTargets { heatSurface_c: number; coolAbove_c: number }

const idle: LoopDemand = { valve_pct: 0, pump_hz: 0, supply_c: null }
const full = (supply_c: number): LoopDemand => ({ valve_pct: 100, pump_hz: 50, supply_c })
const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))
const running = (share: number, supply_c: number): LoopDemand =>
  share < 0.02 ? idle : { valve_pct: 10 + 90 * share, pump_hz: 25 + 25 * share, supply_c }

/** Air temperature below which local automatic heats at all, °C (warm-weather shutdown). */
const warmWeatherShutdown_c = 6

/**
 * Local automatic, a proportional rule: heating keeps the surface at its target when the air is cold, with a weather-compensated supply, 8 K warmer under
 * snowfall;
 * cooling starts above a deck limit and never sends water colder than 2 K over the dew point. `hold` drops the air condition and
 * tightens the deck limit by 5 K.
 */
export function decideLocal(loop: Loop, targets: LocalTargets, view: LocalView, hold: boolean): LoopDemand {
  const heats = loop.service === 'heat' || loop.service === 'heatAndCool'
  const cools = loop.service === 'cool' || loop.service === 'heatAndCool'
  if (heats && (hold || view.air_c < warmWeatherShutdown_c)) {
    const share = clamp((targets.heatSurface_c + 0.6 - view.surface_c) / 1.2, 0, 1)
    const supply_c = clamp(17 + 2 * (targets.heatSurface_c - view.air_c) + (view.snowing ? 8 : 0), loop.heatMinC, loop.heatMaxC)
    if (share > 0) return running(share, supply_c)
  }
  if (cools) {
    const limit_c = targets.coolAbove_c - (hold ? 5 : 0)
    const share = clamp((view.surface_c - limit_c + 1.5) / 3, 0, 1)
    return running(share, clamp(view.dewPoint_c + 2, loop.coolMinC, loop.coolMaxC))
  }
  return idle
}

/** Demand of a mode: the commanded supply with everything open, nothing, or the local rule. */
export function decideDemand(mode: DeviceMode, setpoint_c: number | null, loop: Loop, targets: LocalTargets, view: LocalView): LoopDemand {
  if (mode === 'off') return idle
  if ((mode === 'heat' || mode === 'cool') && setpoint_c !== null) return full(setpoint_c)
  return decideLocal(loop, targets, view, mode === 'hold')
}
