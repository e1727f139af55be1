import type { PlantPlace } from '#domain/network/plant-file'

/** One leaf of a changed field; `undefined`: it was not there. */
export interface ChangeRow { field: string; before: unknown; after: unknown }

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What changed inside grouped fields (limits, names) member by member; where one side is none at all, the other's members. */
export function changeRows(fields: readonly ChangeRow[]): ChangeRow[] {
  return fields.flatMap(({ field, before, after }) => {
    if ((!isGroup(before) && !isGroup(after)) || [before, after].some((side) => side != null && !isGroup(side))) return [{ field, before, after }]
    const [was, is] = [isGroup(before) ? before : {}, isGroup(after) ? after : {}]
    return [...new Set([...Object.keys(is), ...Object.keys(was)])]
      .filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]))
      .map((key) => ({ field: `${field}.${key}`, before: was[key], after: is[key] }))
  })
}

const units: readonly [RegExp, string][] = [[/_k_per_h$/, 'K/h'], [/_per_h$/, '/h'], [/_c$/, '°C'], [/_k$/, 'K'], [/_s$/, 's'], [/_m$/, 'm']]
/** The unit that a field's name carries; empty where it carries none. */
export const unitOf = (field: string): string => units.find(([end]) => end.test(field))?.[1] ?? ''

/** What of a place is said in words: its kind and the values that go into them. */
export function placeWords(place: PlantPlace): { key: 'place_stretch' | 'place_segment' | 'place_polygon'; values: Record<string, string | number> } {
  if ('segment_id' in place) return { key: 'place_segment', values: { id: place.segment_id } }
  if ('polygon' in place) return { key: 'place_polygon', values: { n: place.polygon.length } }
  return { key: 'place_stretch', values: { route: place.route, from: place.from, to: place.to } }
}

/** The thing of a plant file that a JSON pointer leads into, by its id, and the value at its end. */
export function atPointer(file: unknown, pointer: string): { id: string | null; rest: string; value: unknown } {
  const steps = pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  let [value, id, rest] = [file, null as string | null, steps]
  for (const [i, step] of steps.entries()) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined
    const own = i === 1 && isGroup(value) ? value['id'] : undefined
    if (typeof own === 'string') [id, rest] = [own, steps.slice(2)]
  }
  return { id, rest: rest.join('.'), value }
}
