import type { SurfaceState } from '#domain/wire/live'

/** `+1.4 °C`, `−0.4 °C`: always a sign, a true minus, one decimal; −0.04 is +0.0. */
export function formatSurfaceC(valueC: number): string {
  const rounded = Math.round(valueC * 10) / 10
  return `${rounded < 0 ? '−' : '+'}${Math.abs(rounded).toFixed(1)} °C`
}

/** Value with the mark of its trust: `≈ ` before an estimate, `<` / `>` beyond the ends of the ramp. */
export function formatTrustedC(valueC: number, state: SurfaceState): string {
  const beyond = valueC < -30 ? '< ' : valueC > 75 ? '> ' : ''
  return `${state === 'estimated' ? '≈ ' : ''}${beyond}${formatSurfaceC(valueC)}`
}

/** Age in the console's words: `12 s`, `4 min 12 s`, `2 h 05 min`, `2 d`. Negative ages are 0. */
export function formatAge(ageS: number): string {
  const s = Math.max(0, Math.floor(ageS))
  if (s < 60) return `${s} s`
  if (s < 3600) return `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, '0')} s`
  if (s < 172_800) return `${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, '0')} min`
  return `${Math.floor(s / 86_400)} d`
}
