import type { SurfaceBalance } from './surface-balance'
import type { SurfaceModel } from './surface-model'

/** Water, snow, ice and frost of one column while it is stepped, mm w.e., and what has left it in the step. One object serves all columns. */
export class SurfaceStores {
  water = 0.5; snow = 0.5; ice = 0.5; frost = 0.5
  runOff = 0.5; worn = 0.5; exchanged = 0.5
  /** Stores at the start of the step, before precipitation. */
  waterBefore = 0.5; totalBefore = 0.5

  get frozen(): number { return this.snow + this.ice + this.frost }

  /** Starts a step: takes its precipitation in. */
  begin(rainMm: number, snowMm: number): void {
    this.waterBefore = this.water
    this.totalBefore = this.water + this.frozen
    this.water += rainMm
    this.snow += snowMm
    this.runOff = this.worn = 0
  }

  /**
   * Puts the vapour of a step where it belongs: settling as frost or dew, leaving from the water or, without water, from frost, snow and
   * ice in turn; never more than is there.
   */
  exchangeVapour(balance: SurfaceBalance, stepS: number): void {
    const before = this.water + this.frozen
    const amount = balance.vapour * stepS
    if (amount >= 0) {
      if (balance.frosting) this.frost += amount
      else this.water += amount
    } else if (balance.liquid) this.water = Math.max(0, this.water + amount)
    else this.takeFrozen(-amount)
    this.exchanged = this.water + this.frozen - before
  }

  /** Melts (positive) or freezes (negative) an amount that the stores can give. */
  changePhase(meltMm: number): void {
    if (meltMm >= 0) {
      const before = this.frozen
      this.takeFrozen(meltMm)
      this.water += before - this.frozen
    } else {
      const frozen = Math.min(-meltMm, this.water)
      this.water -= frozen
      this.ice += frozen
    }
  }

  /** Run-off, wear by traffic and overflow. The factors are what is kept over the step: exp(-rate x step). */
  shed(model: SurfaceModel, keep: ShedKeep): void {
    if (this.water > model.drainAboveMm && model.drainPerS > 0) this.drain(model, keep)
    if (this.water > model.wearWaterAboveMm) this.wearWaterTo(Math.max(model.wearWaterAboveMm, this.water * keep.water))
    if (this.water > model.largestWaterMm) this.drainTo(model.largestWaterMm)
    const frozen = this.frozen
    if (frozen === 0) return
    this.wearFrozen(model, keep)
    const excess = this.frozen - model.clearAboveMm
    if (excess > 0) this.clear((excess * (1 - keep.clear)) / this.frozen)
  }

  private wearFrozen(model: SurfaceModel, keep: ShedKeep): void {
    const snowLoss = this.snow - Math.min(this.snow * keep.snow, model.largestSnowMm)
    const pressed = this.snow * (1 - keep.snow) * model.wear.snowToIce
    const ice = Math.min(this.ice * keep.ice + pressed, model.largestIceMm)
    const frost = Math.min(this.frost * keep.frost, model.largestFrostMm)
    this.worn += snowLoss + this.ice - ice + this.frost - frost
    this.snow -= snowLoss
    this.ice = ice
    this.frost = frost
  }

  /**
   * Run-off against supply, exactly: dW/dt = s - r (W - W0) above W0, s being what rain, vapour and melting gave over the step. Draining
   * after the supply instead would leave half the film at a step of 1 / r.
   */
  private drain(model: SurfaceModel, keep: ShedKeep): void {
    const excess = this.water - model.drainAboveMm
    const before = this.waterBefore - model.drainAboveMm
    const supply = excess - before
    let left: number
    if (before >= 0) left = before * keep.drain + supply * keep.drainedMean
    else {
      // The film reaches the drain's edge within the step: only the rest of the step drains.
      const time = keep.drainTime * (excess / supply)
      left = (supply / keep.drainTime) * -Math.expm1(-time)
    }
    this.drainTo(model.drainAboveMm + Math.max(0, Math.min(left, excess)))
  }

  private clear(share: number): void {
    this.worn += share * this.frozen
    this.snow *= 1 - share
    this.ice *= 1 - share
    this.frost *= 1 - share
  }

  private drainTo(left: number): void { this.runOff += this.water - left; this.water = left }
  private wearWaterTo(left: number): void { this.worn += this.water - left; this.water = left }

  private takeFrozen(amount: number): void {
    const frost = Math.min(amount, this.frost)
    this.frost -= frost
    const snow = Math.min(amount - frost, this.snow)
    this.snow -= snow
    this.ice = Math.max(0, this.ice - (amount - frost - snow))
  }
}

/** Shares kept over one step of drainage, clearing and wear. */
export interface ShedKeep { drain: number; /** Rate x step, and (1 - drain) / (rate x step). */ drainTime: number; drainedMean: number; clear: number; water: number; snow: number; ice: number; frost: number }

export function shedKeep(model: SurfaceModel, trafficFactor: number, stepS: number): ShedKeep {
  const worn = (perH: number): number => Math.exp((-perH * trafficFactor * stepS) / 3600)
  const { wear } = model
  const drainTime = model.drainPerS * stepS
  return {
    drain: Math.exp(-drainTime), drainTime, drainedMean: drainTime === 0 ? 1 : -Math.expm1(-drainTime) / drainTime,
    clear: Math.exp(-model.clearPerS * stepS),
    water: worn(wear.waterPerH), snow: worn(wear.snowPerH), ice: worn(wear.icePerH), frost: worn(wear.frostPerH),
  }
}
