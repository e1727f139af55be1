import type { Database, Queryable } from '#db/database'
import type { ThirdObservation } from '#domain/grf/third-observation'
import { appendAudit } from './audit-log'

export type SeenThird = ThirdObservation & { third: 1 | 2 | 3 }
/** What is to be kept. Instants are site time. */
export interface NewObservation { runwayId: string; clientId: string; baseVersion: number | null; observer: string; observedAt: Date; receivedAt: Date; thirds: readonly SeenThird[] }
/** The newest of one third. */
export type StandingThird = SeenThird & { version: number; observer: string; observedAt: Date }
/** `moved`: somebody else has reported since; `reused`: the client id stands for another observation. */
export type ObservationKept = 'kept' | 'repeated' | 'moved' | 'reused'

const columns = 't.third, t.contaminant, t.coverage_percent AS "coveragePercent", t.depth_mm AS "depthMm", t.assigned_rwycc AS "assignedRwycc"'
const plain = ({ third, contaminant, coveragePercent, depthMm, assignedRwycc }: SeenThird): SeenThird => ({ third, contaminant, coveragePercent, depthMm, assignedRwycc })
const sameThirds = (a: readonly SeenThird[], b: readonly SeenThird[]): boolean => {
  const told = (thirds: readonly SeenThird[]): string => JSON.stringify(thirds.map(plain).sort((x, y) => x.third - y.third))
  return told(a) === told(b)
}

/** Newest observation of a runway, and of each third the newest that looked at it. */
export async function loadRunwayObservations(db: Queryable, runwayId: string): Promise<{ version: number | null; thirds: StandingThird[] }> {
  const [newest] = await db.query<{ version: number | null }>('SELECT max(id) AS version FROM runway_observations WHERE runway_id = $1', [runwayId])
  const thirds = await db.query<StandingThird>(
    `SELECT DISTINCT ON (t.third) ${columns}, o.id AS version, o.observer, o.observed_at AS "observedAt"
     FROM runway_observations o JOIN runway_third_observations t ON t.observation_id = o.id WHERE o.runway_id = $1 ORDER BY t.third, o.id DESC`, [runwayId])
  return { version: newest?.version ?? null, thirds }
}

/** Keeps an observation behind the one it was made after, with its record in the audit; what it supersedes stays. */
export function saveRunwayObservation(db: Database, { runwayId, clientId, baseVersion, observer, observedAt, receivedAt, thirds }: NewObservation): Promise<ObservationKept> {
  return db.transaction(async (tx) => {
    // One at a time of each runway: the second sees what the first kept.
    await tx.query('SELECT id FROM assets WHERE id = $1 FOR NO KEY UPDATE', [runwayId])
    const [known] = await tx.query<{ id: number; runwayId: string; observer: string }>('SELECT id, runway_id AS "runwayId", observer FROM runway_observations WHERE client_id = $1', [clientId])
    if (known) {
      const before = await tx.query<SeenThird>(`SELECT ${columns} FROM runway_third_observations t WHERE t.observation_id = $1`, [known.id])
      return known.runwayId === runwayId && known.observer === observer && sameThirds(before, thirds) ? 'repeated' : 'reused'
    }
    const standing = await loadRunwayObservations(tx, runwayId)
    if (standing.version !== baseVersion) return 'moved'
    const [row] = await tx.query<{ id: number }>('INSERT INTO runway_observations (runway_id, client_id, base_version, observer, observed_at, received_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id',
      [runwayId, clientId, baseVersion, observer, observedAt, receivedAt])
    await tx.query('INSERT INTO runway_third_observations (observation_id, third, contaminant, coverage_percent, depth_mm, assigned_rwycc) SELECT $1, * FROM unnest($2::smallint[], $3::text[], $4::smallint[], $5::float8[], $6::smallint[])',
      [row!.id, thirds.map(({ third }) => third), thirds.map(({ contaminant }) => contaminant), thirds.map(({ coveragePercent }) => coveragePercent), thirds.map(({ depthMm }) => depthMm), thirds.map(({ assignedRwycc }) => assignedRwycc)])
    const looked = new Set(thirds.map(({ third }) => third))
    const before = standing.thirds.filter(({ third }) => looked.has(third)).map(plain)
    appendAudit(tx, [{
      at: receivedAt, event: 'runway.observe', actor: observer, role: null, secondPerson: null, address: null, subject: `runway:${runwayId}`,
      before: before.length > 0 ? { thirds: before } : null, after: { version: row!.id, observed_at: observedAt.toISOString(), thirds: thirds.map(plain) },
    }])
    return 'kept'
  })
}
