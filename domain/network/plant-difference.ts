/** What a plant file can change, in the order in which it is told. */
export const plantKinds = ['energyStation', 'controller', 'loop', 'station', 'sensor', 'segment'] as const
export type PlantKind = (typeof plantKinds)[number]

/** The fields of one thing, by their names in the plant file. */
export type PlantRecord = Readonly<Record<string, unknown>>

/** What stands against what a file asks for. */
export interface PlantDifference {
  create: { kind: PlantKind; id: string; after: PlantRecord }[]
  change: { kind: PlantKind; id: string; fields: { field: string; before: unknown; after: unknown }[] }[]
  remove: { kind: PlantKind; id: string; before: PlantRecord }[]
  unchanged: Record<PlantKind, number>
}
