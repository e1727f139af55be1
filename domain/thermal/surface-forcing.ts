/** Everything that does not depend on the segment, once per weather place and run. Value i stands at the END of step i. */
export interface SurfaceForcing {
  /** Start of step 0, unix ms UTC. */
  startMs: number
  stepS: number
  count: number
  airC: Float64Array
  windMPerS: Float64Array
  pressurePa: Float64Array
  /** Specific humidity of the air, kg/kg. */
  humidityKgPerKg: Float64Array
  /** Dew point above 0 °C, frost point below: a dry surface exchanges no vapour above it. */
  condensationC: Float64Array
  /** Direct beam on a horizontal plane, W/m². */
  directWPerM2: Float64Array
  diffuseWPerM2: Float64Array
  /** Of the centre of the sun, degrees; azimuth clockwise from north. */
  sunElevationDeg: Float64Array
  sunAzimuthDeg: Float64Array
  longwaveDownWPerM2: Float64Array
  /** Mean over the step, kg/m²s = mm/s. */
  rainMmPerS: Float64Array
  snowMmPerS: Float64Array
  /** 1 while day traffic flows, 0 by night. */
  dayTraffic: Uint8Array
}

export function newSurfaceForcing(startMs: number, stepS: number, count: number): SurfaceForcing {
  const row = (): Float64Array => new Float64Array(count)
  return {
    startMs, stepS, count, airC: row(), windMPerS: row(), pressurePa: row(), humidityKgPerKg: row(), condensationC: row(), directWPerM2: row(), diffuseWPerM2: row(),
    sunElevationDeg: row(), sunAzimuthDeg: row(), longwaveDownWPerM2: row(), rainMmPerS: row(), snowMmPerS: row(), dayTraffic: new Uint8Array(count),
  }
}
