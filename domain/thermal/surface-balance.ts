import { physical } from './physical-constants'
import { saturationLogSlope, saturationPressurePa } from './saturation-pressure'
import type { SurfaceModel } from './surface-model'
import { readTransfer } from './transfer-table'

const unset = Number.NaN
/** Newton stops below this step, K: what is left then is below 1 mK. */
const toleranceK = 0.01
const largestStepK = 30
const mostIterations = 40
const creepsFrom = 10
const { zeroCelsiusK, stefanBoltzmann, gasDryAir, waterToAir, heatOfAir, gravity } = physical

/**
 * The balance of one surface over one step, W/m² into the surface: what is given is set from outside, `solve` finds the temperature.
 * One object serves all columns (fields instead of arguments and results, so that nothing is allocated). The fluxes reported are those
 * of the last linearisation, which sum to zero with storage exactly, however far Newton came; the neglected second order is some
 * mW/m².
 */
export class SurfaceBalance {
  /** Absorbed short-wave and long-wave, traffic and any other given flux. */
  shortwave = unset; longwave = unset; traffic = unset; fusion = unset
  emissivity = unset
  airC = unset; windMPerS = unset; humidity = unset; pressurePa = unset; condensationC = unset
  /** Heat of precipitation: advectedAtZero - advectedPerK * Ts. */
  advectedAtZero = unset; advectedPerK = unset
  /** What evaporates: share of the surface, kg/m²s at most, and whether it is liquid. */
  wetFraction = unset; availableKgPerM2S = unset; liquid = true
  /** Vapour would settle as frost. Given, not found: a latent heat that jumped at 0 °C would leave a balance without a root. */
  frosting = false
  /** Conduction: c0 (Ts - old) = balance + k0 (alpha1 + beta1 Ts - Ts). */
  storedWPerM2K = unset; oldC = unset; k0 = unset; alpha1 = unset; beta1 = unset

  surfaceC = unset; emitted = unset; sensible = unset; latent = unset; advected = unset
  /** Vapour settling on the surface, kg/m²s; negative while it evaporates. */
  vapour = unset
  private residual = unset; private slope = unset; private emittedSlope = unset; private sensibleSlope = unset; private latentSlope = unset; private vapourSlope = unset
  /** Handed to evaluateVapour: skin temperature, its slope, density x conductance in kg/m²s. */
  private skin = unset; private skinSlope = unset; private exchange = unset

  /** Newton's method from the temperature in `surfaceC`; leaves temperature and fluxes. Numbers travel in fields: a double handed to a call that is not inlined would be allocated. */
  solve(model: SurfaceModel): void {
    let low = -Infinity
    let high = Infinity
    for (let i = 0; i < mostIterations; i++) {
      this.evaluate(model)
      const from = this.surfaceC
      // What is left over falls with temperature: its sign brackets the root. Newton may cycle across the kink at the dew point; halving does not.
      if (this.residual > 0) low = from
      else high = from
      let step = Math.max(-largestStepK, Math.min(largestStepK, this.residual / this.slope))
      // The last step is Newton's in any case, for only its linearisation sums to zero.
      const isLast = (step < toleranceK && step > -toleranceK) || i === mostIterations - 1
      // In still air the exchange bends so sharply that Newton may creep or cycle: from some point on every other step halves the bracket.
      const isHalving = !(from + step > low && from + step < high) || (i >= creepsFrom && i % 2 === 0 && high - low < Infinity)
      if (isHalving && !isLast) step = (low + high) / 2 - from
      this.surfaceC = from + step
      if (isLast) {
        this.emitted += this.emittedSlope * step
        this.sensible += this.sensibleSlope * step
        this.latent += this.latentSlope * step
        this.vapour += this.vapourSlope * step
        this.advected -= this.advectedPerK * step
        return
      }
    }
  }

  /** Fluxes with the surface held at 0 °C; `leftOver` is then what melting takes (negative: what freezing gives), W/m². */
  hold(model: SurfaceModel): void {
    this.surfaceC = 0
    this.evaluate(model)
  }

  get leftOver(): number { return this.residual }

  private evaluate(model: SurfaceModel): void {
    const t = this.surfaceC
    const share = model.skinShareOfSecondNode
    const skin = share === 0 ? t : (1 - share) * t + share * (this.alpha1 + this.beta1 * t)
    const skinSlope = share === 0 ? 1 : 1 - share + share * this.beta1
    const kelvin = skin + zeroCelsiusK
    const cube = this.emissivity * stefanBoltzmann * kelvin * kelvin * kelvin
    this.emitted = -cube * kelvin
    this.emittedSlope = -4 * cube * skinSlope

    const wind = this.windMPerS
    const airK = this.airC + zeroCelsiusK
    const richardson = (gravity * model.transfer.richardsonLengthM * (this.airC - skin) * 2) / ((airK + kelvin) * wind * wind)
    const conductance = readTransfer(model.transfer, richardson) * wind
    const density = this.pressurePa / (gasDryAir * (model.densityAtSurface ? kelvin : airK))
    this.sensibleSlope = -density * heatOfAir * conductance
    this.sensible = -this.sensibleSlope * (this.airC - t)

    if (this.wetFraction === 0 && skin >= this.condensationC) {
      this.vapour = this.vapourSlope = this.latent = this.latentSlope = 0
    } else {
      this.skin = skin
      this.skinSlope = skinSlope
      this.exchange = density * Math.max(conductance * model.vapourOverHeat, model.leastVapourConductanceMPerS)
      this.evaluateVapour(model)
    }

    this.advected = this.advectedAtZero - this.advectedPerK * t
    this.residual = this.shortwave + this.longwave + this.emitted + this.sensible + this.latent + this.advected + this.traffic + this.fusion
      + this.storedWPerM2K * (this.oldC - t) + this.k0 * (this.alpha1 + (this.beta1 - 1) * t)
    this.slope = this.storedWPerM2K + this.k0 * (1 - this.beta1) + this.advectedPerK - this.emittedSlope - this.sensibleSlope - this.latentSlope
  }

  private evaluateVapour(model: SurfaceModel): void {
    const { skin, exchange } = this
    const saturated = saturationPressurePa(skin)
    // Newton may visit temperatures at which water would boil: the humidity there only has to go on rising.
    const free = Math.max(this.pressurePa - (1 - waterToAir) * saturated, 0.5 * this.pressurePa)
    const surfaceHumidity = (waterToAir * saturated) / free
    const settling = exchange * (this.humidity - surfaceHumidity)
    const slope = -exchange * surfaceHumidity * (this.pressurePa / free) * saturationLogSlope(skin) * this.skinSlope
    if (settling >= 0) {
      this.vapour = settling
      this.vapourSlope = slope
    } else if (-settling * this.wetFraction <= this.availableKgPerM2S) {
      this.vapour = settling * this.wetFraction
      this.vapourSlope = slope * this.wetFraction
    } else {
      this.vapour = -this.availableKgPerM2S
      this.vapourSlope = 0
    }
    const fromIce = settling >= 0 ? this.frosting : !this.liquid
    const heat = fromIce ? model.vaporisationJPerKg + model.fusionJPerKg : model.vaporisationJPerKg
    this.latent = heat * this.vapour
    this.latentSlope = heat * this.vapourSlope
  }
}
