/**
 * Age in words: `12 s`, `4 min 12 s`, `2 h 05 min`, `2 d`. A negative age (clock ahead) reads `0 s`.
 * @param ageS seconds; not finite = null: the caller says unknown
 */
export function formatAge(ageS: number): string | null {
  if (!Number.isFinite(ageS)) return null
  const s = Math.max(0, Math.floor(ageS))
  if (s < 60) return `${s} s`
  if (s < 3600) return s % 60 === 0 ? `${s / 60} min` : `${Math.floor(s / 60)} min ${s % 60} s`
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, '0')} min`
  return `${Math.floor(s / 86_400)} d`
}

/** Age for narrow places: one unit only, rounded down: `12 s`, `4 min`, `2 h`, `2 d`. */
export function formatAgeShort(ageS: number): string | null {
  if (!Number.isFinite(ageS)) return null
  const s = Math.max(0, Math.floor(ageS))
  if (s < 60) return `${s} s`
  if (s < 3600) return `${Math.floor(s / 60)} min`
  if (s < 86_400) return `${Math.floor(s / 3600)} h`
  return `${Math.floor(s / 86_400)} d`
}

/** Remaining time: whole minutes below an hour and a half, then hours and minutes; seconds only below two minutes. */
export function formatRemaining(restS: number): string | null {
  if (!Number.isFinite(restS)) return null
  const s = Math.max(0, Math.floor(restS))
  if (s < 120) return `${s} s`
  if (s < 5400) return `${Math.floor(s / 60)} min`
  return `${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, '0')} min`
}

/** How far ahead an instant lies, to the minute: `+40 min`, `+6 h`, `+6 h 20 min`; behind: `−5 min`. */
export function formatAhead(aheadS: number): string | null {
  if (!Number.isFinite(aheadS)) return null
  const minutes = Math.round(Math.abs(aheadS) / 60)
  const words = [minutes >= 60 ? `${Math.floor(minutes / 60)} h` : '', minutes % 60 || minutes === 0 ? `${minutes % 60} min` : ''].filter(Boolean).join(' ')
  return `${aheadS < 0 && minutes > 0 ? '−' : '+'}${words}`
}
