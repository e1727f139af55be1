const codes = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|08\w{3}|57P0[1-5]|53300)$/
/** What `pg` says without a code. */
const words = /^(Query read timeout|timeout exceeded when trying to connect|timeout expired|Connection terminated|Client has encountered a connection error|Cannot use a pool after calling end)/

/** Whether the database could not be asked, rather than refused what it was asked: the request is sound and may be put again. */
export function isDatabaseAway(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (('code' in at && codes.test(String(at.code))) || words.test(at.message)) return true
  return false
}
