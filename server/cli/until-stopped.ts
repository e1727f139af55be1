/**
 * Waits for Ctrl-C or SIGTERM, then stops everything once, in order; a second Ctrl-C does not wait for it.
 * @param stop must end by itself; its failure is told and ends the process with 1
 */
export function untilStopped(stop: () => Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    let stopping = false
    const onSignal = (): void => {
      if (stopping) process.exit(130)
      stopping = true
      stop().then(() => process.exit(0), (error: unknown) => {
        console.error(error)
        process.exit(1)
      }).finally(resolve)
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
  })
}
