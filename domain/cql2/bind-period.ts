import { columnOf } from './bind-scalar'
import type { InstantLiteral, Period, PropertyName } from './filter'
import { FilterFault, quoted } from './filter-fault'
import type { FilterSource } from './filter-source'
import type { Stretch } from './temporal-relation'

/** The stretch of time that a period is for a feature; null where it is not known. */
export function bindPeriod(period: Period, source: FilterSource): (feature: number) => Stretch | null {
  if (period.is === 'instant') {
    const stretch: Stretch = [period.fromMs, period.toMs]
    return () => stretch
  }
  if (period.is === 'property') {
    const end = endOf(period, source, 0)
    return (feature) => { const ms = end(feature); return ms === null ? null : [ms, ms] }
  }
  if (period.from?.is === 'instant' && period.to?.is === 'instant' && period.from.fromMs > period.to.toMs) throw new FilterFault(period.to.at, `an end that is not before ${period.from.text}`, quoted(period.to.text))
  const [from, to] = [endOf(period.from, source, -Infinity), endOf(period.to, source, Infinity)]
  return (feature) => { const [a, b] = [from(feature), to(feature)]; return a === null || b === null ? null : [a, b] }
}

function endOf(end: PropertyName | InstantLiteral | null, source: FilterSource, open: number): (feature: number) => number | null {
  if (end === null) return () => open
  if (end.is === 'instant') {
    const ms = open === Infinity ? end.toMs : end.fromMs
    return () => ms
  }
  const { type, value } = columnOf(end, source)
  if (type !== 'instant') throw new FilterFault(end.at, 'a property that is an instant', `${quoted(end.name)}, a ${type}`)
  return (feature) => value(feature) as number | null
}
