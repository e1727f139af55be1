import type { SegmentRow } from '../segments-collection'

/** What a tile tells of a segment: enough to colour it, to name it, and to ask for the rest by its id. The texts are few and shared, but for the id. */
export const tiledTexts: readonly { name: string; of(row: SegmentRow): string | null }[] = [
  { name: 'kind', of: ({ detail }) => detail.kind }, { name: 'name', of: ({ detail }) => detail.name.zh }, { name: 'name_en', of: ({ detail }) => detail.name.en }, { name: 'loop_id', of: ({ detail }) => detail.loop_id },
]

export const tiledProperties: readonly { name: string; type: 'text' | 'number' }[] =
  [{ name: 'id', type: 'text' }, ...tiledTexts.map(({ name }) => ({ name, type: 'text' as const })), { name: 'surface_temperature_c', type: 'number' }, { name: 'surface_state', type: 'text' }]
