/** At most `size` neighbours around the chosen row, in order; fewer when there are not so many. */
export function stripWindow<T extends { id: string; from_m: number }>(rows: readonly T[], chosenId: string, size: number): T[] {
  const sorted = rows.toSorted((a, b) => a.from_m - b.from_m)
  const at = sorted.findIndex((row) => row.id === chosenId)
  const start = Math.max(0, Math.min(sorted.length - size, at - Math.floor(size / 2)))
  return sorted.slice(start, start + size)
}
