import type { Queryable } from '#db/database'
import { loadSetting } from '#server/store/settings'

/** Name of the setting every demo's database carries, wherever it is restored to. */
export const demoSetting = 'demo'

/** Whether the readings of this database are a digital twin's. */
export const isDemoDatabase = async (db: Queryable): Promise<boolean> => (await loadSetting<boolean>(db, demoSetting)) === true
