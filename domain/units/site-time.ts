/**
 * Site time: the city's clock, which physics, weather, ages, leases and history follow. It is injected and may run faster than
 * the wall in a demo; transport time-outs, heartbeats and sessions follow wall time instead.
 */
export interface SiteTimeBase {
  /** Site instant, unix ms, that belongs to `wallEpochMs`. */
  siteEpochMs: number
  /** Wall instant, unix ms. */
  wallEpochMs: number
  /** Site seconds per wall second. */
  timeScale: number
}

/** Site instant (unix ms) at a wall instant (unix ms). */
export function siteInstantAt(base: SiteTimeBase, wallMs: number): number {
  return base.siteEpochMs + (wallMs - base.wallEpochMs) * base.timeScale
}

/** A running site clock, as the rooms of the server receive it. */
export interface SiteClock {
  readonly base: SiteTimeBase
  /** Present site instant. */
  now(): Date
}
