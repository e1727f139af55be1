import { hostname } from 'node:os'
import pg from 'pg'
import type { Database, Queryable } from '#db/database'

/** Why a process does not lead. */
export type StandbyReason = 'starting' | 'other_leads' | 'database_unreachable' | 'stopped'

export interface LeaderLease {
  /** Epoch while this process surely leads, else null. Asked right before anything leaves for a controller. */
  epoch(): number | null
  /** For health: null = it leads. */
  standby(): StandbyReason | null
  /** Seeks the lead and keeps it; both are told in turn, `gained` first. */
  start(on: { gained(epoch: number): void; lost(): void; /** Another process leads; told once for each time. */ waits?(): void }): void
  /** Gives the lead up at once, so that another process need not wait. */
  stop(): Promise<void>
}

/** Wall ms. The lead is believed for `believedMs` after a question that was answered; the database lets go of it only `silenceMs` after the last question. */
export interface LeaseTiming { askMs: number; believedMs: number; silenceMs: number; tryMs: number }
export const leaseTiming: LeaseTiming = { askMs: 1000, believedMs: 3000, silenceMs: 5000, tryMs: 500 }

/** Monotonic wall ms, with timers. */
export interface LeaseWall { now(): number; setTimer(work: () => void, ms: number): () => void }

export interface LeaseOptions {
  wall: LeaseWall
  timing?: Partial<LeaseTiming>
  /** The database as the lease alone reaches it; default: as `db` does. */
  url?: string
  onTrouble?(words: string): void
}

/** Key of the advisory lock, one per database. */
const lockKey = 0x4857_0001

/** Raises the epoch: from then on no step of an earlier leader is taken any more. Waits for those under way. */
export async function raiseEpoch(db: Queryable): Promise<number> {
  const [row] = await db.query<{ epoch: number }>(
    `INSERT INTO control_leadership (id, epoch, holder) VALUES (1, 1, $1)
     ON CONFLICT (id) DO UPDATE SET epoch = control_leadership.epoch + 1, holder = excluded.holder RETURNING epoch`, [`${hostname()} ${process.pid}`])
  return (row as { epoch: number }).epoch
}

/**
 * The lead among the processes on one database. The embedded engine belongs to one process by its folder's lock, which therefore leads.
 * On PostgreSQL it hangs on a session-level advisory lock on a connection of its own: the database ends the session, and the lock with it, when the
 * connection breaks (a killed process) or asks nothing for `silenceMs` (a stopped process, a partition). The leader itself believes in its lead for less long,
 * counted on its own clock from before it asked: no two clocks are compared, only lengths of time.
 */
export function openLeaderLease(db: Database, options: LeaseOptions): LeaderLease {
  return db.engine === 'embedded' ? soleLease(db) : sharedLease(db, options)
}

function soleLease(db: Database): LeaderLease {
  let epoch: number | null = null
  let stopped = false
  return {
    epoch: () => epoch,
    standby: () => (epoch === null ? (stopped ? 'stopped' : 'starting') : null),
    start({ gained }) {
      void raiseEpoch(db).then((raised) => { if (!stopped) gained(epoch = raised) })
    },
    stop: async () => {
      stopped = true
      epoch = null
    },
  }
}

function sharedLease(db: Database, { wall, timing, url, onTrouble = () => {} }: LeaseOptions): LeaderLease {
  const { askMs, believedMs, silenceMs, tryMs } = { ...leaseTiming, ...timing }
  let epoch: number | null = null
  let believedUntilMs = -Infinity
  let reason: StandbyReason = 'starting'
  let stopped = false
  let wake = (): void => {}
  let running: Promise<void> | null = null

  const pause = (ms: number): Promise<void> => new Promise((resolve) => {
    const cancel = wall.setTimer(resolve, ms)
    wake = () => { cancel(); resolve() }
  })
  const session = async (on: Parameters<LeaderLease['start']>[0]): Promise<void> => {
    const client = new pg.Client({ ...db.pool.options, ...(url === undefined ? {} : { connectionString: url }), application_name: 'hearthway lead', connectionTimeoutMillis: silenceMs })
    let broken: Error | null = null
    client.on('error', (error) => { broken = error; wake() })
    client.on('end', () => { broken ??= new Error('the connection ended'); wake() })
    const patiently = (query_timeout: number): Queryable => ({ query: async (text, values = []) => (await client.query({ text, values: [...values], query_timeout } as pg.QueryConfig)).rows as never })
    // Taking the lead waits for what an earlier leader has under way; nothing else waits for anybody: no answer is a dead line.
    const [ask, askNow] = [patiently(4 * silenceMs), patiently(believedMs)]
    try {
      await client.connect()
      await askNow.query("SELECT set_config('idle_session_timeout', $1, false)", [String(silenceMs)])
      for (;;) {
        if (stopped || broken) break
        const [lock] = await askNow.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [lockKey])
        if (lock?.got) break
        if (reason !== 'other_leads') on.waits?.()
        reason = 'other_leads'
        await pause(tryMs)
      }
      if (stopped || broken) throw broken ?? new Error('stopped')
      const raisedMs = wall.now()
      const raised = await raiseEpoch(ask)
      believedUntilMs = raisedMs + believedMs
      on.gained(epoch = raised)
      for (;;) {
        await pause(askMs)
        if (stopped || broken) break
        const askedMs = wall.now()
        const [row] = await askNow.query<{ epoch: number }>('SELECT epoch FROM control_leadership WHERE id = 1')
        if (row?.epoch !== epoch) throw new Error(`the epoch is ${row?.epoch}, not ${epoch}`)
        believedUntilMs = askedMs + believedMs
      }
      if (broken) throw broken
    } catch (error) {
      reason = 'database_unreachable'
      if (!stopped) onTrouble((error as Error).message)
    } finally {
      const led = epoch !== null
      epoch = null
      // Not awaited: a dead line never answers. The socket goes at once, and with it, on the other side, the lock.
      void client.end().catch(() => {})
      ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
      if (led) on.lost()
    }
  }
  return {
    epoch: () => (wall.now() < believedUntilMs ? epoch : null),
    standby: () => (epoch === null ? reason : wall.now() < believedUntilMs ? null : 'database_unreachable'),
    start(on) {
      const run = async (): Promise<void> => {
        while (!stopped) {
          await session(on)
          if (!stopped) await pause(tryMs)
        }
        reason = 'stopped'
      }
      running = run()
    },
    async stop() {
      stopped = true
      wake()
      await running
    },
  }
}
