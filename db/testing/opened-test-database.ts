import type { Database } from '../database'

export interface TestDatabase {
  db: Database
  /** Where it is, for tests that open it again or hand it to another process. */
  target: { url: string } | { dataDir: string }
  /** Closes and removes it. */
  close(): Promise<void>
}
