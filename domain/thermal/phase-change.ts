import type { SurfaceBalance } from './surface-balance'
import type { SurfaceModel } from './surface-model'
import type { SurfaceStores } from './surface-stores'

/**
 * Solves the surface over a step together with what melts, freezes, settles and evaporates (enthalpy method, explicit in no term): while
 * ice and heat, or water and cold, are both at hand the surface stands at 0 °C and the rest of the balance changes phase; once the store
 * is used up the temperature goes on. Newton starts from `balance.surfaceC`.
 */
export function settle(model: SurfaceModel, balance: SurfaceBalance, stores: SurfaceStores, stepS: number): void {
  const water = stores.water
  const frozen = stores.frozen
  const total = water + frozen
  balance.fusion = 0
  balance.liquid = water > 0
  balance.frosting = balance.oldC < 0
  // By the store before precipitation: rain that runs off within the step would wet twice.
  balance.wetFraction = balance.liquid || balance.oldC > model.sublimatesAboveC ? Math.min(1, (model.evaporatesBeyondStore ? total : stores.totalBefore) / model.fullyWetMm) : 0
  balance.availableKgPerM2S = model.evaporatesBeyondStore ? Infinity : (balance.liquid ? water : frozen) / stepS
  balance.solve(model)
  const warm = balance.surfaceC > 0
  if (total === 0 || balance.surfaceC === 0 || (warm ? frozen : water) === 0) {
    stores.exchangeVapour(balance, stepS)
    return
  }
  // The store about to change phase also loses what leaves it as vapour, if it is the one that evaporates.
  balance.hold(model)
  const melt = (balance.leftOver * stepS) / model.fusionJPerKg
  const changing = warm ? frozen : water
  const evaporated = warm === balance.liquid ? 0 : Math.min(changing, Math.max(0, -balance.vapour * stepS))
  if (Math.abs(melt) <= changing - evaporated) {
    balance.fusion = (-melt * model.fusionJPerKg) / stepS
    stores.exchangeVapour(balance, stepS)
    stores.changePhase(melt)
    return
  }
  balance.fusion = ((warm ? -1 : 1) * changing * model.fusionJPerKg) / stepS
  balance.liquid = warm
  balance.frosting = !warm
  if (!warm && balance.oldC <= model.sublimatesAboveC) balance.wetFraction = 0
  balance.availableKgPerM2S = model.evaporatesBeyondStore ? Infinity : total / stepS
  balance.solve(model)
  stores.changePhase(warm ? changing : -changing)
  stores.exchangeVapour(balance, stepS)
}
