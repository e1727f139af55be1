import type { Queryable } from '#db/database'
import { loadSetting, saveSetting } from './settings'

const key = 'attribution'
const joint = '; '
/** One import may owe to several. */
const partsOf = (attribution: string | null): string[] => (attribution ?? '').split(joint).filter((part) => part !== '')

/** Says whom the data of an import is owed to, each of them once. */
export async function addAttribution(tx: Queryable, attribution: string): Promise<void> {
  const said = partsOf(await loadSetting<string>(tx, key))
  await saveSetting(tx, key, [...new Set([...said, ...partsOf(attribution)])].join(joint))
}

/** What is owed to nobody any more is not said any more; the import that owed it is marked as undone by then. */
export async function dropAttribution(tx: Queryable, attribution: string): Promise<void> {
  const said = await loadSetting<string>(tx, key)
  if (said === null) return
  const standing = await tx.query<{ attribution: string }>("SELECT DISTINCT report ->> 'attribution' AS attribution FROM imports WHERE undone_at IS NULL AND report ->> 'attribution' IS NOT NULL")
  const owed = new Set(standing.flatMap((row) => partsOf(row.attribution)))
  const gone = partsOf(attribution).filter((part) => !owed.has(part))
  await saveSetting(tx, key, partsOf(said).filter((part) => !gone.includes(part)).join(joint))
}
