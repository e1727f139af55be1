import type { Queryable } from './database'

export interface BackupTable {
  name: string
  columns: { name: string; /** As SQL writes it, e.g. `geometry(Point,4490)`. */ type: string }[]
  /** Tables it refers to; they are restored first. */
  needs: string[]
}

/** The application's tables in an order that satisfies their foreign keys; neither PostGIS's own nor partitions. */
export async function loadBackupTables(db: Queryable): Promise<BackupTable[]> {
  const found = await db.query<BackupTable>(
    `SELECT c.relname AS name,
            (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
             FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
            (SELECT coalesce(json_agg(DISTINCT f.confrelid::regclass::text), '[]') FROM pg_constraint f
             WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS needs
     FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     ORDER BY c.relname`)
  const ordered: BackupTable[] = []
  const placed = new Set<string>()
  while (ordered.length < found.length) {
    const next = found.find((table) => !placed.has(table.name) && table.needs.every((name) => placed.has(name)))
    if (!next) throw new Error('the tables refer to each other in a circle: a backup cannot order them')
    ordered.push(next)
    placed.add(next.name)
  }
  return ordered
}

export interface BackupSequence { name: string; last: string; called: boolean }

/** State of every sequence, so that an id given out once is never given out again. */
export async function loadBackupSequences(db: Queryable): Promise<BackupSequence[]> {
  const names = await db.query<{ name: string }>("SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' ORDER BY 1")
  const sequences: BackupSequence[] = []
  for (const { name } of names) {
    const [state] = await db.query<{ last: string; called: boolean }>(`SELECT last_value::text AS last, is_called AS called FROM ${quoted(name)}`)
    sequences.push({ name, ...state! })
  }
  return sequences
}

/** An identifier as SQL quotes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
