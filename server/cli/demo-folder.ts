import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const marker = 'demo.json'

/** Where a demo keeps its things. */
export interface DemoFolder { folder: string; database: string; twinState: string; deviceToken: string; firstRun: boolean }

/** Opens (or makes) the folder of a demo; with `reset` whatever was there is deleted first. */
export function openDemoFolder(folder: string, cityId: string, deviceToken: string, reset: boolean): DemoFolder {
  if (reset && existsSync(join(folder, marker))) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const file = join(folder, marker)
  const firstRun = !existsSync(file)
  // The token lies beside the data it opens: a demo's twin is its only device.
  if (firstRun) writeFileSync(file, JSON.stringify({ city: cityId, deviceToken }), { mode: 0o600 })
  const known = JSON.parse(readFileSync(file, 'utf8')) as { city: string; deviceToken: string }
  if (known.city !== cityId) throw new Error(`${folder} holds the demo of ${known.city}`)
  return { folder, database: join(folder, 'database'), twinState: join(folder, 'twin.json'), deviceToken: known.deviceToken, firstRun }
}

/** Whether a data folder belongs to a demo: production refuses it, because its readings are invented. */
export const isDemoFolder = (dataDir: string): boolean => existsSync(join(dataDir, marker)) || existsSync(join(dirname(dataDir), marker))
