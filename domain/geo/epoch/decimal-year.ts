/** The epoch of an instant (unix ms) as geodesy writes it: the year and the part of it that has passed, 2026-07-02T12:00Z being 2026.5. */
export function decimalYear(atMs: number): number {
  const year = new Date(atMs).getUTCFullYear()
  const [startMs, endMs] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)]
  return year + (atMs - startMs) / (endMs - startMs)
}
