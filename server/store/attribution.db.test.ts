import { expect, it } from 'vitest'
import { openTestDatabase } from '#db/testing/test-database'
import { addAttribution, dropAttribution } from './attribution'
import { loadSetting } from './settings'

it('says each whom something is owed to once, and no more when nothing is', async () => {
  const { db, close } = await openTestDatabase('postgresql')
  const said = (): Promise<string | null> => loadSetting<string>(db, 'attribution')
  const kept = (attribution: string): Promise<unknown> => db.query("INSERT INTO imports (file, imported_at, report) VALUES ('x', '2026-01-10T12:00:00Z', jsonb_build_object('attribution', $1::text))", [attribution])
  // A name that is a part of another one is a name of its own.
  for (const one of ['Survey office of Harbin', 'Survey office', 'OpenStreetMap; Survey office']) { await addAttribution(db, one); await kept(one) }
  expect(await said()).toBe('Survey office of Harbin; Survey office; OpenStreetMap')
  await db.query("UPDATE imports SET undone_at = imported_at WHERE report ->> 'attribution' = 'OpenStreetMap; Survey office'")
  await dropAttribution(db, 'OpenStreetMap; Survey office')
  expect(await said()).toBe('Survey office of Harbin; Survey office')
  await close()
})
