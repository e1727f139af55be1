import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { geodesicInverse, type LonLat } from '../geodesic'
import { readVectors, vectorTitle } from '../testing/vector-folder'
import { fromBd09, shiftBd09, toBd09, unshiftBd09 } from './bd09'
import { fromGcj02, shiftGcj02, toGcj02, unshiftGcj02 } from './gcj02'
import { isShiftedRegion } from './is-shifted-region'
import { tellOffset } from './tell-offset'

const inChina = fc.tuple(fc.double({ min: 73, max: 136, noNaN: true }), fc.double({ min: 3, max: 54, noNaN: true }))
const apartDeg = (a: LonLat, b: LonLat): number => Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]))

it('closes to 1e-9 degrees, GCJ-02 and BD-09, everywhere', () => {
  fc.assert(fc.property(inChina, (point) => {
    expect(apartDeg(unshiftGcj02(shiftGcj02(point)), point)).toBeLessThan(1e-9)
    expect(apartDeg(shiftGcj02(unshiftGcj02(point)), point)).toBeLessThan(1e-9)
    expect(apartDeg(unshiftBd09(shiftBd09(point)), point)).toBeLessThan(1e-9)
    expect(apartDeg(shiftBd09(unshiftBd09(point)), point)).toBeLessThan(1e-9)
  }), { numRuns: 500 })
})

it('comes back from a map of the region, and leaves the rest of the world alone', () => {
  fc.assert(fc.property(fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })), (point) => {
    if (isShiftedRegion(point)) return
    expect(toGcj02(point)).toEqual(point)
    if (![-1, 0, 1].some((x) => [-1, 0, 1].some((y) => isShiftedRegion([point[0] + x / 30, point[1] + y / 30])))) expect(fromGcj02(point)).toEqual(point)
  }))
  fc.assert(fc.property(inChina, (point) => {
    fc.pre(isShiftedRegion(point))
    expect(apartDeg(fromGcj02(toGcj02(point)), point)).toBeLessThan(1e-9)
    expect(apartDeg(fromBd09(toBd09(point)), point)).toBeLessThan(1e-9)
  }))
})

it.each<[string, number, number]>([
  ['Hong Kong, Central', 114.158, 22.2855], ['Hong Kong, airport', 113.915, 22.308], ['Hong Kong, Sheung Shui', 114.128, 22.501], ['Hong Kong, Lok Ma Chau', 114.066, 22.512],
  ['Macau', 113.5439, 22.1987], ['Macau, Coloane', 113.56, 22.12], ['Taipei', 121.565, 25.033], ['Kaohsiung', 120.3, 22.62], ['Kinmen', 118.32, 24.44],
  ['Ulaanbaatar', 106.905, 47.92], ['Seoul', 126.978, 37.566], ['Pyongyang', 125.75, 39.02], ['Vladivostok', 131.9, 43.1], ['Khabarovsk', 135.07, 48.48],
  ['Hanoi', 105.85, 21.03], ['Kathmandu', 85.32, 27.71], ['Almaty', 76.9, 43.25], ['Tokyo', 139.7, 35.7], ['New York', -74, 40.7],
])('does not shift %s', (_, lon, lat) => { expect(isShiftedRegion([lon, lat])).toBe(false) })

it.each<[string, number, number]>([
  ['Shenzhen, Luohu', 114.118, 22.533], ['Shenzhen, Futian port', 114.068, 22.518], ['Shenzhen, Shekou', 113.92, 22.48], ['Shenzhen, Yantian', 114.27, 22.57], ['Zhuhai, Gongbei', 113.5535, 22.222],
  ['Zhuhai, Hengqin', 113.53, 22.13], ['Dandong', 124.39, 40.13], ['Heihe', 127.5, 50.245], ['Mohe', 122.54, 52.97], ['Fuyuan', 134.3, 48.37], ['Suifenhe', 131.15, 44.41], ['Hekou', 103.96, 22.507],
  ['Tashkurgan', 75.23, 37.78], ['Khorgos', 80.41, 44.21], ['Erenhot', 111.97, 43.65], ['Donghai bridge', 121.972, 30.7], ['Yangshan', 122.06, 30.63], ['Zhoushan', 122.2, 29.98], ['Bohai ferry', 120, 38.9],
  ['Sanya', 109.5, 18.25], ['Yongxing', 112.34, 16.83], ['Xiamen', 118.09, 24.48], ['Harbin', 126.62, 45.77], ['Wuhan', 114.29, 30.58],
])('shifts %s', (_, lon, lat) => { expect(isShiftedRegion([lon, lat])).toBe(true) })

it('shifts cities by the offsets that were measured on public maps (10 m)', () => {
  // Metres east and north at the city centres.
  for (const [known, east, north] of [[[126.6, 45.77], 460, 212], [[114.28, 30.55], 519, -272]] as const) {
    const [lon, lat] = toGcj02(known)
    expect(Math.abs(geodesicInverse(known, [lon, known[1]]).distanceM - east)).toBeLessThan(10)
    expect(Math.abs(Math.sign(lat - known[1]) * geodesicInverse(known, [known[0], lat]).distanceM - north)).toBeLessThan(10)
  }
})

it('tells from a landmark which map a position was taken from', () => {
  const tiananmen: LonLat = [116.3913, 39.9073]
  expect(tellOffset([{ known: tiananmen, found: [116.3975, 39.9087] }]).offset).toBe('gcj02')
  expect(tellOffset([{ known: tiananmen, found: [116.3914, 39.9072] }]).offset).toBe('none')
  expect(tellOffset([{ known: tiananmen, found: toBd09(tiananmen) }]).offset).toBe('bd09')
  expect(tellOffset([{ known: tiananmen, found: [116.3945, 39.908] }]).offset).toBeNull()
  expect(tellOffset([]).offset).toBeNull()
})

interface Vector { id: string; input: { lon_deg: number; lat_deg: number }; gcj02: { lon_deg: number; lat_deg: number }; bd09: { lon_deg: number; lat_deg: number } }
const vectors = readVectors<Vector[]>('geo.json')

describe.skipIf(vectors === null)(vectorTitle('GCJ-02 and BD-09', 'geo.json', vectors), () => {
  it('forward within 1e-7 degrees, inverse within 1e-6 and closed to 1e-9', () => {
    const largest = { forward: 0, inverse: 0, closed: 0 }
    const note = (key: keyof typeof largest, value: number, limit: number, id: string): void => {
      expect(value, `${id} ${key}`).toBeLessThan(limit)
      largest[key] = Math.max(largest[key], value)
    }
    for (const { id, input, gcj02, bd09 } of vectors!) {
      const point: LonLat = [input.lon_deg, input.lat_deg]
      const [gcj, bd]: [LonLat, LonLat] = [[gcj02.lon_deg, gcj02.lat_deg], [bd09.lon_deg, bd09.lat_deg]]
      // The formula is asked everywhere, and so is where it applies; a vector that is not shifted says that it does not.
      if (apartDeg(gcj, point) === 0) expect(isShiftedRegion(point), id).toBe(false)
      else {
        note('forward', apartDeg(shiftGcj02(point), gcj), 1e-7, id)
        note('inverse', apartDeg(unshiftGcj02(gcj), point), 1e-6, id)
      }
      note('forward', apartDeg(shiftBd09(gcj), bd), 1e-7, id)
      note('inverse', apartDeg(unshiftBd09(bd), gcj), 1e-6, id)
      note('closed', apartDeg(fromGcj02(toGcj02(point)), point), 1e-9, id)
      note('closed', apartDeg(fromBd09(toBd09(point)), point), 1e-9, id)
      if (!isShiftedRegion(point)) continue
      expect(toGcj02(point), id).toEqual(shiftGcj02(point))
      note('forward', apartDeg(toBd09(point), bd), 1e-7, id)
      note('inverse', apartDeg(fromBd09(bd), point), 1e-6, id)
    }
    expect(vectors!.length).toBeGreaterThan(0)
    console.log(`GCJ-02 and BD-09: ${vectors!.length} points, largest differences in degrees`, Object.entries(largest).map(([key, value]) => `${key} ${value.toExponential(1)}`).join(', '))
  })
})
