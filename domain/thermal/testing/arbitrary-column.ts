import fc from 'fast-check'
import type { ColumnSite } from '../column-site'
import { hearthway } from '../hearthway'
import { metroLike } from '../metro-like'
import { condensationTemperatureC, specificHumidity } from '../moist-air'
import { nodeDepths } from '../node-depths'
import type { PavementBuild } from '../pavement-build'
import { pavementMaterials } from '../pavement-materials'
import { roadSurfLike } from '../road-surf-like'
import { saturationPressurePa } from '../saturation-pressure'
import { newSurfaceForcing } from '../surface-forcing'
import type { SurfaceForcing } from '../surface-forcing'
import type { SurfaceModel } from '../surface-model'

export const models: SurfaceModel[] = [hearthway(), metroLike(), roadSurfLike()]

const pipes = { depthM: 0.06, spacingM: 0.2, outerDiameterM: 0.02, wallResistanceMKPerW: 0.1 }
const { asphalt, concrete, steel, soil } = pavementMaterials
const layer = (material: typeof asphalt, thicknessM: number) => ({ ...material, thicknessM })

/** Road, concrete bridge, steel deck and runway; with and without pipes where they fit. */
export const builds: PavementBuild[] = [
  { layers: [layer(asphalt, 0.18), layer(soil, 3)], nodeDepthsM: nodeDepths(3, 14, pipes.depthM), bottom: { kind: 'ground', distanceM: 0.5 }, pipes, albedo: 0.1, emissivity: 0.92 },
  { layers: [layer(asphalt, 0.09), layer(concrete, 0.25)], nodeDepthsM: nodeDepths(0.34, 12, pipes.depthM), bottom: { kind: 'air', conductanceWPerM2K: 13 }, pipes, albedo: 0.1, emissivity: 0.92 },
  { layers: [layer(asphalt, 0.07), layer(steel, 0.016)], nodeDepthsM: nodeDepths(0.086, 10, null), bottom: { kind: 'air', conductanceWPerM2K: 13 }, pipes: null, albedo: 0.1, emissivity: 0.92 },
  { layers: [layer(concrete, 0.4), layer(soil, 3)], nodeDepthsM: nodeDepths(3, 14, null), bottom: { kind: 'insulated' }, pipes: null, albedo: 0.3, emissivity: 0.92 },
]

export const site: ColumnSite = { skyViewFraction: 0.7, horizonDeg: Float64Array.from({ length: 16 }, (_, i) => 3 * (i % 5)), trafficFactor: 1, ground: { meanC: 10, amplitudeK: 12, coldestDay: 20, diffusivityM2PerS: 0.5e-6 } }

const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true, noDefaultInfinity: true })

/** One step of any admissible weather, -45 to +50 °C in the air. */
export const anyWeather = fc.record({
  airC: number(-45, 50), humidity: number(0, 1), wind: number(0, 45), pressurePa: number(55_000, 106_000), direct: number(0, 1100), diffuse: number(0, 500),
  longwave: number(80, 520), rain: fc.oneof(fc.constant(0), number(0, 300)), snow: fc.oneof(fc.constant(0), number(0, 60)), elevation: number(-30, 90), azimuth: number(0, 359.9), day: fc.boolean(),
  supplyC: number(-10, 60), flow: fc.oneof(fc.constant(0), number(1e-4, 0.2)), power: fc.oneof(fc.constant(0), number(-300, 600)),
})
export type AnyWeather = typeof anyWeather extends fc.Arbitrary<infer T> ? T : never

export const anyStart = fc.record({
  model: fc.integer({ min: 0, max: models.length - 1 }), build: fc.integer({ min: 0, max: builds.length - 1 }), stepS: fc.constantFrom(30, 60, 300, 600),
  surfaceC: number(-45, 75), deepC: number(-20, 40), water: fc.oneof(fc.constant(0), number(0, 3)), snow: fc.oneof(fc.constant(0), number(0, 30)), ice: fc.oneof(fc.constant(0), number(0, 5)), frost: fc.oneof(fc.constant(0), number(0, 1)),
  weather: fc.array(anyWeather, { minLength: 1, maxLength: 24 }),
})

export function forcingOf(weather: readonly AnyWeather[], stepS: number): SurfaceForcing {
  const forcing = newSurfaceForcing(Date.UTC(2026, 0, 10), stepS, weather.length)
  weather.forEach((w, i) => {
    const vapour = w.humidity * saturationPressurePa(w.airC)
    forcing.airC[i] = w.airC
    forcing.windMPerS[i] = w.wind
    forcing.pressurePa[i] = w.pressurePa
    forcing.humidityKgPerKg[i] = specificHumidity(vapour, w.pressurePa)
    forcing.condensationC[i] = condensationTemperatureC(vapour)
    forcing.directWPerM2[i] = w.elevation > 0 ? w.direct : 0
    forcing.diffuseWPerM2[i] = w.elevation > 0 ? w.diffuse : 0
    forcing.sunElevationDeg[i] = w.elevation
    forcing.sunAzimuthDeg[i] = w.azimuth
    forcing.longwaveDownWPerM2[i] = w.longwave
    forcing.rainMmPerS[i] = w.rain / 3600
    forcing.snowMmPerS[i] = w.snow / 3600
    forcing.dayTraffic[i] = w.day ? 1 : 0
  })
  return forcing
}
