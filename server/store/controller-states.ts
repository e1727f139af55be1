import type { Queryable } from '#db/database'

/** What the leader last heard of a controller; `state` is control's own JSON. `told` rises as long as the leader hears and tells. */
export interface ToldState { controllerId: string; told: number; state: unknown }

export interface ControllerStates {
  /** Told by the leader of `epoch`; what an earlier leader tells late changes nothing. */
  tell(epoch: number, states: readonly ToldState[]): Promise<void>
  load(): Promise<ToldState[]>
}

/** States of controllers on their way from the leader to those who stand by: one statement a second for all, in a table without a log. */
export function openControllerStates(db: Queryable): ControllerStates {
  return {
    async tell(epoch, states) {
      await db.query(
        `INSERT INTO controller_states (controller_id, epoch, told, state)
         SELECT id, $1, told, state FROM unnest($2::text[], $3::bigint[], $4::jsonb[]) AS new (id, told, state)
         ON CONFLICT (controller_id) DO UPDATE SET epoch = excluded.epoch, told = excluded.told, state = excluded.state WHERE controller_states.epoch <= excluded.epoch`,
        [epoch, states.map((one) => one.controllerId), states.map((one) => one.told), states.map((one) => JSON.stringify(one.state))])
    },
    load: () => db.query<ToldState>('SELECT controller_id AS "controllerId", told, state FROM controller_states ORDER BY controller_id'),
  }
}
