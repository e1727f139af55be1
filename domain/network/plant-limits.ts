import type { LimitOverrides, Loop, PavementType, Segment } from './network'

/** What a loop and the pavement above it bear. Defaults are stated here; a plant file may override each by its name. */
export interface LoopLimits {
  /** Hottest supply for the pavement, °C. */
  hottestSupplyC: number
  /** Coldest supply for the pavement, °C. */
  coldestSupplyC: number
  /** Fastest change of the slab's temperature, K/h. */
  slabRampKPerH: number
  /** Share of a jump of the supply temperature that the slab at pipe depth follows within an hour. */
  slabFollowsPerH: number
  /** Largest distance between supply and slab, either way, K. */
  supplyMinusSlabK: number
  /** Least distance of a cooling supply above the dew point at the coldest wetted wall, K. */
  condensationMarginK: number
  /** Cooling stops this far above 0 °C, K. */
  freezingMarginK: number
}

/** What the machines of an energy station bear. */
export interface StationLimits {
  /** Freezing point of the brine, °C. */
  brineFreezesAtC: number
  /** Least distance of any brine above it, K. */
  brineMarginK: number
  compressorMinOnS: number
  compressorMinOffS: number
  compressorStartsPerH: number
  /** Rest between heating and cooling, s; what ran is remembered for 3 h, so a longer one would never end. */
  reversalDwellS: number
}

const base = {
  // Assumed: the dew point is a mast's, the wall is elsewhere. Never set below 2 K.
  condensationMarginK: 2,
  // Assumed: room for a probe's error and for the surface lying colder than its probe.
  freezingMarginK: 3,
}

/** The kinds of pavement whose limits differ. */
export const pavementClasses = ['asphalt', 'concrete', 'overlay', 'steelDeck'] as const
export type PavementClass = (typeof pavementClasses)[number]

/**
 * All assumed: cautious figures of ours, to be replaced by those of whoever designed the slab. How far a slab follows comes from its heat capacity per area
 * (0.18 m asphalt, 0.3 m concrete, 0.09 m asphalt on 0.25 m concrete, 0.07 m asphalt on 16 mm steel) under 35 W/m2K between pipe and slab. Asphalt: 70# bitumen may soften from 46 °C
 * (JTG F40-2004, table 4.2.1-2), and the pipes lie in it.
 */
const byClass: Record<PavementClass, LoopLimits> = {
  asphalt: { ...base, hottestSupplyC: 50, coldestSupplyC: 5, slabRampKPerH: 12, slabFollowsPerH: 0.28, supplyMinusSlabK: 45 },
  concrete: { ...base, hottestSupplyC: 55, coldestSupplyC: 5, slabRampKPerH: 6, slabFollowsPerH: 0.18, supplyMinusSlabK: 40 },
  overlay: { ...base, hottestSupplyC: 50, coldestSupplyC: 5, slabRampKPerH: 6, slabFollowsPerH: 0.17, supplyMinusSlabK: 40 },
  steelDeck: { ...base, hottestSupplyC: 45, coldestSupplyC: 8, slabRampKPerH: 15, slabFollowsPerH: 0.46, supplyMinusSlabK: 40 },
}

/** Of which class a pavement is; one that is not known may be of any. */
const classesOf: Record<PavementType, readonly PavementClass[]> = {
  asphalt: ['asphalt'], openGradedAsphalt: ['asphalt'], concrete: ['concrete'], concreteBridge: ['concrete'], steelBridge: ['steelDeck'], asphaltOverlayBridge: ['overlay'],
  timberBridge: pavementClasses, other: pavementClasses, unknown: pavementClasses,
}

/**
 * Limits of a loop under these pavements: of each the strictest, and without any that of all classes.
 * @param overrides what the plant file says instead
 */
export function loopLimits(pavements: Iterable<PavementType>, overrides: LimitOverrides = {}): LoopLimits {
  const classes = [...new Set([...pavements].flatMap((pavement) => classesOf[pavement]))]
  const all = (classes.length > 0 ? classes : pavementClasses).map((name) => byClass[name])
  const least = (of: keyof LoopLimits): number => Math.min(...all.map((limits) => limits[of]))
  const most = (of: keyof LoopLimits): number => Math.max(...all.map((limits) => limits[of]))
  // These two belong together: of the slab that bears the smallest jump.
  const { slabRampKPerH, slabFollowsPerH } = all.reduce((a, b) => (b.slabRampKPerH / b.slabFollowsPerH < a.slabRampKPerH / a.slabFollowsPerH ? b : a))
  return overridden({
    hottestSupplyC: least('hottestSupplyC'), coldestSupplyC: most('coldestSupplyC'), slabRampKPerH, slabFollowsPerH,
    supplyMinusSlabK: least('supplyMinusSlabK'), condensationMarginK: most('condensationMarginK'), freezingMarginK: most('freezingMarginK'),
  }, overrides)
}

/** Limits of every loop under the pavements of its segments. */
export function limitsByLoop(segments: readonly Pick<Segment, 'loopId' | 'pavementType'>[], loops: readonly Pick<Loop, 'id' | 'limits'>[]): Map<string, LoopLimits> {
  const pavements = new Map<string, Set<PavementType>>()
  for (const { loopId, pavementType } of segments) {
    if (loopId === null) continue
    const known = pavements.get(loopId)
    if (known) known.add(pavementType)
    else pavements.set(loopId, new Set([pavementType]))
  }
  return new Map(loops.map(({ id, limits }) => [id, loopLimits(pavements.get(id) ?? [], limits)]))
}

/** Brine: 35 % ethylene glycol by mass freezes at -17.9 °C (ASHRAE Handbook Fundamentals, physical properties of secondary coolants). The rest is assumed: what makers of scroll machines commonly ask for. */
const stationDefaults: StationLimits = { brineFreezesAtC: -17.9, brineMarginK: 3, compressorMinOnS: 300, compressorMinOffS: 300, compressorStartsPerH: 6, reversalDwellS: 1800 }

/** Limits of an energy station. @param overrides what the plant file says instead */
export const stationLimits = (overrides: LimitOverrides = {}): StationLimits => overridden(stationDefaults, overrides)

/** Names that a plant file may override. */
export const loopLimitNames = Object.keys(byClass.asphalt) as (keyof LoopLimits)[]
export const stationLimitNames = Object.keys(stationDefaults) as (keyof StationLimits)[]

/** What stands in an override and is no number becomes NaN, which every rule refuses: a limit that cannot be read is never taken for none. */
function overridden<L extends LoopLimits | StationLimits>(defaults: L, overrides: LimitOverrides): L {
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => {
    const wanted = overrides[name]
    return [name, wanted === undefined ? value : typeof wanted === 'number' ? wanted : Number.NaN]
  })) as unknown as L
}
