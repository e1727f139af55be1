import { siteInstantAt, type SiteClock, type SiteTimeBase } from '#domain/units/site-time'

/** A site clock that runs on the machine's clock from the given base. */
export function createSiteClock(base: SiteTimeBase): SiteClock {
  return { base, now: () => new Date(siteInstantAt(base, Date.now())) }
}

/** Production: site time is wall time. */
export const realSiteClock = (): SiteClock => {
  const wallEpochMs = Date.now()
  return createSiteClock({ siteEpochMs: wallEpochMs, wallEpochMs, timeScale: 1 })
}
