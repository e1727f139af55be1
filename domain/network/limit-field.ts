/** The name of a limit as a field of the plant file: `slabRampKPerH` -> `slab_ramp_k_per_h`. */
export const limitField = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** And back: `slab_ramp_k_per_h` -> `slabRampKPerH`. A name that is none of a field's stays as it is: files of earlier versions carry the names themselves. */
export const limitName = (field: string): string => field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** Limits with their names as fields of the plant file. */
export const limitFields = <V>(limits: Readonly<Record<string, V>>): Record<string, V> => Object.fromEntries(Object.entries(limits).map(([name, value]) => [limitField(name), value]))

/** Limits of a plant file with the names by which they are reckoned with. */
export const limitNames = <V>(fields: Readonly<Record<string, V>>): Record<string, V> => Object.fromEntries(Object.entries(fields).map(([field, value]) => [limitName(field), value]))
