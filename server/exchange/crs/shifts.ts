type LonLat = readonly [lon: number, lat: number]
export type Shift = 'gcj02' | 'bd09'

/** Krassowsky's ellipsoid, on which the official shift of Chinese web maps is reckoned. */
const [semiMajorM, eccentricitySquared] = [6_378_245, 0.00669342162296594323]
const { PI, sin, cos, sqrt, abs } = Math
const waves = (x: number): number => (20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2 / 3

/** WGS 84 (CGCS2000) to GCJ-02: the published polynomial with its waves; metres turned to degrees on the ellipsoid above. */
function toGcj02([lon, lat]: LonLat): [number, number] {
  const [x, y] = [lon - 105, lat - 35]
  const northM = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves(x) + ((20 * sin(y * PI) + 40 * sin((y / 3) * PI) + 160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3
  const eastM = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves(x) + ((20 * sin(x * PI) + 40 * sin((x / 3) * PI) + 150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3
  const radLat = (lat / 180) * PI
  const w2 = 1 - eccentricitySquared * sin(radLat) ** 2
  return [lon + (eastM * 180) / ((semiMajorM / sqrt(w2)) * cos(radLat) * PI), lat + (northM * 180) / (((semiMajorM * (1 - eccentricitySquared)) / (w2 * sqrt(w2))) * PI)]
}

/** GCJ-02 to BD-09: a turn and a stretch around the origin, with small waves. */
function gcj02ToBd09([x, y]: LonLat): [number, number] {
  const wave = (PI * 3000) / 180
  const radius = Math.hypot(x, y) + 0.00002 * sin(y * wave)
  const angle = Math.atan2(y, x) + 0.000003 * cos(x * wave)
  return [radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006]
}

const forwards: Record<Shift, (position: LonLat) => [number, number]> = { gcj02: toGcj02, bd09: (position) => gcj02ToBd09(toGcj02(position)) }

/** Steps back until the forward shift closes to 1e-9 degrees. */
function inverse(shift: Shift, shifted: LonLat): [number, number] {
  let [lon, lat] = shifted
  for (let round = 0; round < 30; round++) {
    const [x, y] = forwards[shift]([lon, lat])
    const [dx, dy] = [shifted[0] - x, shifted[1] - y]
    ;[lon, lat] = [lon + dx, lat + dy]
    if (abs(dx) < 1e-9 && abs(dy) < 1e-9) break
  }
  return [lon, lat]
}

const shiftOf = (shift: Shift) => ({
  forward: forwards[shift],
  inverse: (position: LonLat) => inverse(shift, position),
  /** How far the shift moves a place, m to the east and to the north. */
  offsetM: (shifted: LonLat): [number, number] => {
    const [lon, lat] = inverse(shift, shifted)
    return [(shifted[0] - lon) * 111_320 * cos((lat / 180) * PI), (shifted[1] - lat) * 111_320]
  },
})
/** The two shifts of Chinese web maps. */
export const shifts = { gcj02: shiftOf('gcj02'), bd09: shiftOf('bd09') } as const
