import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { openDatabase } from '#db/connect'
import { migrate } from '#db/migrate'
import { openTestDatabase } from '#db/testing/test-database'
import { appendAudit } from './audit-log'
import { ensurePartitions } from './reading-partitions'
import { sealAudit } from './seal-audit'
import { createZone } from './zones'

const at = new Date('2026-01-10T12:00:00Z')

it('keeps the audit out of the reach of the role that the server connects with, and nothing else', async () => {
  const opened = await openTestDatabase('postgresql')
  const admin = opened.db
  const role = `server_${randomUUID().replaceAll('-', '').slice(0, 12)}`
  const name = new URL((opened.target as { url: string }).url).pathname.slice(1)
  await admin.query(`CREATE ROLE ${role} LOGIN`)
  // As an installation is: everything belongs to the role that the server connects with.
  const tables = await admin.query<{ name: string }>("SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'drizzle') AND tablename <> 'spatial_ref_sys'")
  for (const table of tables) await admin.query(`ALTER TABLE ${table.name} OWNER TO ${role}`)
  for (const made of ['refuse_change()', 'lock_audit_chain()']) await admin.query(`ALTER FUNCTION ${made} OWNER TO ${role}`)
  await admin.query(`ALTER SCHEMA drizzle OWNER TO ${role}`)
  await admin.query(`ALTER DATABASE ${name} OWNER TO ${role}`)
  const server = await openDatabase({ url: (opened.target as { url: string }).url.replace('postgres@', `${role}@`) })
  try {
    await server.transaction(async (tx) => appendAudit(tx, [{ at, event: 'a', actor: null, role: null, secondPerson: null, address: null, subject: null }]))
    // Before: its triggers could be switched off by their owner.
    await server.query('ALTER TABLE audit_records DISABLE TRIGGER USER')
    await server.query('ALTER TABLE audit_records ENABLE TRIGGER USER')
    await expect(sealAudit(server, role)).rejects.toThrow(/as an administrator/)
    await expect(sealAudit(admin, 'nobody_of_this_name')).rejects.toThrow(/no role/)
    await expect(sealAudit(admin, 'postgres')).rejects.toThrow(/nothing can be kept from it/)
    for (let round = 0; round < 2; round++) expect((await sealAudit(admin, role))[0]).toContain('audit_records')

    // Not refused but without effect, as PostgreSQL does it: the next lines see that.
    await server.query('GRANT UPDATE, DELETE, TRUNCATE ON audit_records TO CURRENT_USER')
    for (const statement of [
      "UPDATE audit_records SET body = '{}'", 'DELETE FROM audit_records', 'TRUNCATE audit_records', 'ALTER TABLE audit_records DISABLE TRIGGER ALL', 'DROP TABLE audit_records', 'DROP TRIGGER audit_records_no_row_change ON audit_records',
      'ALTER TABLE audit_records OWNER TO CURRENT_USER', 'SET ROLE hearthway_audit', "UPDATE command_events SET actor = 'x'", 'TRUNCATE command_events', 'DROP TABLE command_events', 'DROP SCHEMA public CASCADE',
      'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$', 'CREATE RULE r AS ON INSERT TO audit_records DO INSTEAD NOTHING', "SET session_replication_role = 'replica'",
    ]) await expect(server.query(statement), statement).rejects.toThrow(/permission denied|must be (able|a member|owner)/)

    // What the server does all day goes on.
    await migrate(server)
    expect(await createZone(server, { name: 'z', polygon: { type: 'Polygon', coordinates: [[[1, 1], [2, 1], [2, 2], [1, 1]]] } }, at, 'li')).toHaveProperty('zone')
    await ensurePartitions(server, [Date.parse('2031-05-01T00:00:00Z')])
    await server.query('ANALYZE readings')
    await server.query('DELETE FROM zones')
    expect(await server.query<{ event: string }>('SELECT event FROM audit_records ORDER BY seq')).toEqual([{ event: 'a' }, { event: 'zone.create' }])
  } finally {
    await server.close()
    await admin.query(`REASSIGN OWNED BY ${role} TO postgres`)
    await admin.query(`DROP OWNED BY ${role}`)
    await admin.query(`DROP ROLE ${role}`)
    await opened.close()
  }
})
