import type { SurfaceRange } from '#domain/grf/assess-rwycc'
import { surfaceStates } from '#domain/sensing/surface-state'
import type { NowcastColumns } from '#domain/thermal/optimal-interpolation'
import type { NetworkView } from '#domain/wire/network'
import type { RunwayThirdView } from '#domain/wire/runway-condition'

const hundredths = (value: number): number => Math.round(value * 100) / 100

/**
 * The surface of a runway's third now: what is shown of it, and what it may be anywhere on it, one standard deviation to either side (null as soon as a part of it is not known
 * well enough). What a lost segment said last is no temperature of now.
 */
export function thirdSurface(segments: readonly Pick<NetworkView['segments'][number], 'index' | 'length_m'>[], columns: NowcastColumns | null, nowMs: number): { view: RunwayThirdView['surface']; range: SurfaceRange | null } {
  const parts = segments.map(({ index, length_m: lengthM }) => ({
    lengthM, c: columns?.temperature[index] ?? Number.NaN, sdK: columns?.sdK[index] ?? Number.NaN, state: surfaceStates[columns?.state[index] ?? 0] ?? 'unknown', measuredAtS: columns?.measuredAt[index] ?? 0,
  }))
  const known = parts.filter(({ c, state }) => !Number.isNaN(c) && state !== 'unknown' && state !== 'lost').sort((a, b) => a.c - b.c)
  const unknownM = hundredths(parts.reduce((sum, part) => (known.includes(part) ? sum : sum + part.lengthM), 0))
  const [coldest, warmest] = [known[0], known.at(-1)]
  if (!coldest || !warmest) return { view: { temperature_c: null, state: 'unknown', measured_at: null, age_s: null, max_c: null, unknown_length_m: unknownM, range_c: null }, range: null }
  const isLive = known.length === parts.length && known.every(({ state, sdK }) => (state === 'measured' || state === 'estimated') && !Number.isNaN(sdK))
  const range = isLive ? { minC: Math.min(...known.map(({ c, sdK }) => c - sdK)), maxC: Math.max(...known.map(({ c, sdK }) => c + sdK)) } : null
  const { measuredAtS } = coldest
  return {
    view: {
      temperature_c: hundredths(coldest.c), state: coldest.state, measured_at: measuredAtS === 0 ? null : new Date(measuredAtS * 1000).toISOString(),
      age_s: measuredAtS === 0 ? null : Math.max(0, Math.round(nowMs / 1000 - measuredAtS)), max_c: hundredths(warmest.c), unknown_length_m: unknownM, range_c: range && [range.minC, range.maxC],
    },
    range,
  }
}
