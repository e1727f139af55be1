import type { Database, Queryable } from '#db/database'

const owner = 'hearthway_audit'
const functions = ['refuse_change()', 'lock_audit_chain()']

/**
 * Puts the audit out of the reach of the role that the server connects with (PostgreSQL only): its tables and guards come to belong to a role that
 * nobody can sign in as; the server may read and append. Asked for again, it does the same again, so that nothing of a later migration stays open.
 * @param serverRole the role in the server's HEARTHWAY_DATABASE_URL; it keeps everything else
 * @returns what was done, in words
 * @throws Error on the embedded engine, without an administrator's rights, or for a role that could undo it
 */
export async function sealAudit(db: Database, serverRole: string): Promise<string[]> {
  if (db.engine === 'embedded') throw new Error('the embedded engine has one user who may do everything: only its triggers guard the audit; seal a PostgreSQL database')
  return db.transaction(async (tx) => {
    const [me] = await tx.query<{ name: string; isSuper: boolean; database: string }>('SELECT current_user AS name, rolsuper AS "isSuper", current_database() AS database FROM pg_roles WHERE rolname = current_user')
    if (!me?.isSuper) throw new Error('connect as an administrator (superuser) of PostgreSQL: the audit changes hands')
    const [server] = await tx.query<{ isSuper: boolean; mayMakeRoles: boolean }>('SELECT rolsuper AS "isSuper", rolcreaterole AS "mayMakeRoles" FROM pg_roles WHERE rolname = $1', [serverRole])
    if (!server) throw new Error(`there is no role "${serverRole}"`)
    if (server.isSuper || server.mayMakeRoles) throw new Error(`"${serverRole}" is an administrator or may make roles: nothing can be kept from it. Let the server connect as another`)
    const name = await quoted(tx, serverRole)
    const [known] = await tx.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [owner])
    if (!known) await tx.query(`CREATE ROLE ${owner} NOLOGIN`)
    const [member] = await tx.query<{ is: boolean }>('SELECT pg_has_role($1, $2, $3) AS is', [serverRole, owner, 'MEMBER'])
    if (member?.is) throw new Error(`"${serverRole}" is a member of ${owner}: REVOKE it first`)
    // Whoever owns the database or the schema may drop every table in it.
    await tx.query(`ALTER DATABASE ${await quoted(tx, me.database)} OWNER TO ${await quoted(tx, me.name)}`)
    await tx.query(`ALTER SCHEMA public OWNER TO ${await quoted(tx, me.name)}`)
    await tx.query(`GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${await quoted(tx, me.database)} TO ${name}`)
    await tx.query(`GRANT USAGE, CREATE ON SCHEMA public TO ${name}`)
    const guarded = await tx.query<{ name: string; sequence: string | null }>(
      `SELECT DISTINCT t.tgrelid::regclass::text AS name, s.oid::regclass::text AS sequence FROM pg_trigger t
       LEFT JOIN (pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S') ON d.refobjid = t.tgrelid AND d.deptype IN ('a', 'i')
       WHERE NOT t.tgisinternal AND t.tgfoid = 'refuse_change'::regproc ORDER BY 1`)
    for (const { name: table, sequence } of guarded) {
      await tx.query(`ALTER TABLE ${table} OWNER TO ${owner}`)
      await tx.query(`REVOKE ALL ON ${table} FROM PUBLIC, ${name}`)
      await tx.query(`GRANT SELECT, INSERT ON ${table} TO ${name}`)
      if (sequence) await tx.query(`GRANT USAGE, SELECT ON SEQUENCE ${sequence} TO ${name}`)
    }
    for (const made of functions) await tx.query(`ALTER FUNCTION ${made} OWNER TO ${owner}`)
    return [`${guarded.map((table) => table.name).join(', ')} belong to ${owner}; ${serverRole} may read and append, and no more`, `the database belongs to ${me.name}`]
  })
}

async function quoted(tx: Queryable, name: string): Promise<string> {
  const [row] = await tx.query<{ name: string }>('SELECT quote_ident($1) AS name', [name])
  return row!.name
}
