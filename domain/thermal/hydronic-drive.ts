/** What the loop below a column does, per step of the forcing. */
export interface HydronicDrive {
  /** Supply temperature, °C; read only where fluid flows. */
  supplyC: Float64Array
  /** Flow per area of pavement, kg/m²s; 0 = still. */
  flowKgPerM2S: Float64Array
  /** Power put in whatever the temperatures, W/m² (electric cable, or a loop driven by power); negative cools. */
  powerWPerM2: Float64Array
  /** Specific heat of the fluid, J/kgK: 4190 water, about 3800 with 30 % glycol. */
  fluidHeatJPerKgK: number
}

export function newHydronicDrive(count: number, fluidHeatJPerKgK = 4190): HydronicDrive {
  return { supplyC: new Float64Array(count), flowKgPerM2S: new Float64Array(count), powerWPerM2: new Float64Array(count), fluidHeatJPerKgK }
}

/**
 * Conductance between supply and pipe plane, W/m²K, of a loop whose pipes see one pavement temperature along their length: the
 * effectiveness of a heat exchanger with one side constant, m c (1 - exp(-NTU)), NTU = 1 / (R m c) (Incropera & DeWitt).
 */
export function flowConductance(flowKgPerM2S: number, fluidHeatJPerKgK: number, resistanceM2KPerW: number): number {
  const capacity = flowKgPerM2S * fluidHeatJPerKgK
  return capacity <= 0 ? 0 : -capacity * Math.expm1(-1 / (resistanceM2KPerW * capacity))
}

/** Return temperature, °C, of a loop that gave off `powerWPerM2`. */
export function returnTemperatureC(supplyC: number, powerWPerM2: number, flowKgPerM2S: number, fluidHeatJPerKgK: number): number {
  return flowKgPerM2S <= 0 ? Number.NaN : supplyC - powerWPerM2 / (flowKgPerM2S * fluidHeatJPerKgK)
}
