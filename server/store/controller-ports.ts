import type { Queryable } from '#db/database'

/** Writes where a demo's controllers listen this time; their ports are the operating system's choice. */
export async function saveControllerPorts(db: Queryable, ports: Readonly<Record<string, number>>): Promise<void> {
  await db.query('UPDATE controllers c SET port = p.port FROM unnest($1::text[], $2::int[]) AS p (id, port) WHERE c.id = p.id', [Object.keys(ports), Object.values(ports)])
}
