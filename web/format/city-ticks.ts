import type { CityTime } from './city-time'

const halfHourMs = 1_800_000

/** Instants at which the city's clock shows a full hour that `everyH` divides: a chart left to itself puts its ticks on the browser's hours. */
export function cityTicks(fromMs: number, toMs: number, everyH: number, format: CityTime): number[] {
  const ticks: number[] = []
  for (let ms = Math.ceil(fromMs / halfHourMs) * halfHourMs; ms <= toMs; ms += halfHourMs) {
    const [hour, minute] = format.minutes(new Date(ms)).split(':').map(Number) as [number, number]
    if (minute === 0 && hour % everyH === 0) ticks.push(ms)
  }
  return ticks
}

/** 18:00, or the day at midnight. */
export const tickLabel = (ms: number, format: CityTime): string => {
  const minutes = format.minutes(new Date(ms))
  return minutes === '00:00' ? format.date(new Date(ms)).slice(5) : minutes
}
