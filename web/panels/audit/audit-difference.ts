/** One member of what was recorded. `undefined`: it was not there, which is another thing than null. */
export interface DifferenceRow { path: string; before: unknown; after: unknown; changed: boolean }

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0

/** Leaves of a record by their dotted path; a list is one leaf. */
function leaves(value: unknown, path: string, into: Map<string, unknown>): Map<string, unknown> {
  if (isTree(value)) for (const [key, inner] of Object.entries(value)) leaves(inner, path ? `${path}.${key}` : key, into)
  else if (value !== undefined) into.set(path, value)
  return into
}

/** What was before beside what is after, member by member, in the order of what is after and then of what went. */
export function auditDifference(before: unknown, after: unknown): DifferenceRow[] {
  const [was, is] = [leaves(before, '', new Map()), leaves(after, '', new Map())]
  return [...new Set([...is.keys(), ...was.keys()])].map((path) => {
    const [one, other] = [was.get(path), is.get(path)]
    return { path, before: one, after: other, changed: JSON.stringify(one) !== JSON.stringify(other) }
  })
}
