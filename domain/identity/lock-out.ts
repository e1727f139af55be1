/** Failures in a row from one address before it waits, and how long, wall ms: guessing gets slow for the guesser. */
export const addressLockOut = { failures: 5, waitMs: 60_000 }

/** Failures in a row of one account, from wherever, before it is locked, and how long, wall ms: a guesser with many addresses gets no further. */
export const accountLockOut = { failures: 10, waitMs: 15 * 60_000 }
