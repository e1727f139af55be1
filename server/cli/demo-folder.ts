import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { lockFolder } from '#db/embedded/folder-lock'

const marker = 'demo.json'
const databaseIn = (folder: string): string => join(folder, 'database')

/** Where a demo keeps its things. */
export interface DemoFolder { folder: string; database: string; twinState: string; deviceToken: string; firstRun: boolean }

/**
 * Opens (or makes) the folder of a demo; with `reset` whatever was there is deleted first.
 * @throws Error when it belongs to another city's demo, or when `reset` finds a demo running in it (its process is named; nothing is deleted)
 */
export function openDemoFolder(folder: string, cityId: string, deviceToken: string, reset: boolean): DemoFolder {
  if (reset && existsSync(join(folder, marker))) remove(folder)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, marker)
  const firstRun = !existsSync(file)
  // The token lies beside the data it opens: a demo's twin is its only device.
  if (firstRun) writeFileSync(file, JSON.stringify({ city: cityId, deviceToken }), { mode: 0o600 })
  const known = JSON.parse(readFileSync(file, 'utf8')) as { city: string; deviceToken: string }
  if (known.city !== cityId) throw new Error(`${folder} holds the demo of ${known.city}`)
  return { folder, database: databaseIn(folder), twinState: join(folder, 'twin.json'), deviceToken: known.deviceToken, firstRun }
}

function remove(folder: string): void {
  try {
    // Taken, not only looked at: a demo that starts meanwhile finds the folder locked. The lock goes with the folder.
    lockFolder(databaseIn(folder))
  } catch (error) {
    throw new Error(`--reset: a demo is running in ${folder}; stop it first (Ctrl-C). Nothing was deleted. (${(error as Error).message})`, { cause: error })
  }
  rmSync(folder, { recursive: true, force: true })
}

/** Whether a data folder belongs to a demo: production refuses it, because its readings are invented. */
export const isDemoFolder = (dataDir: string): boolean => existsSync(join(dataDir, marker)) || existsSync(join(dirname(dataDir), marker))
