/**
 * One thing that somebody did or tried, for the audit beside the commands' own record.
 * `before` and `after` hold what was changed, `seen` what the screen showed when it was decided, with its age.
 */
export interface AuditEntry {
  /** Site instant. */
  at: Date
  /** Dotted name of what happened: `session.signIn`, `session.refused`, `access.denied`, `zone.save`, `export.take`, `plant.apply`, `controller.lost` ... */
  event: string
  /** Account id; null when nobody had signed in; 'server' for what the server did by itself. */
  actor: string | null
  role: string | null
  secondPerson: string | null
  /** Remote address; null for what came from no request. */
  address: string | null
  /** What it was done to: 'kind:id'. */
  subject: string | null
  before?: unknown
  after?: unknown
  reason?: string | null
  seen?: unknown
}

/** The door to the audit. Resolves when the entry is committed. */
export interface Audit { record(entry: AuditEntry): Promise<void> }
