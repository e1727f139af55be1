import type { ColumnLedger } from './column-states'
import type { PavementGrid } from './pavement-grid'
import type { SurfaceBalance } from './surface-balance'
import type { SurfaceStores } from './surface-stores'

/** Adds a step's fluxes to the ledger, J/m² and mm. */
export function recordStep(
  ledger: ColumnLedger, index: number, balance: SurfaceBalance, stores: SurfaceStores, grid: PavementGrid,
  bottomW: number, pipeW: number, precipitationMmPerS: number,
): void {
  const s = grid.stepS
  ledger.shortwave[index]! += balance.shortwave * s
  ledger.longwave[index]! += balance.longwave * s
  ledger.emitted[index]! += balance.emitted * s
  ledger.sensible[index]! += balance.sensible * s
  ledger.latent[index]! += balance.latent * s
  ledger.advected[index]! += balance.advected * s
  ledger.traffic[index]! += balance.traffic * s
  ledger.fusion[index]! += balance.fusion * s
  ledger.pipe[index]! += pipeW * s
  ledger.bottom[index]! += bottomW * s
  ledger.precipitationMm[index]! += precipitationMmPerS * s
  ledger.exchangedMm[index]! += stores.exchanged
  ledger.runOffMm[index]! += stores.runOff
  ledger.wornMm[index]! += stores.worn
}
