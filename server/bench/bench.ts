/** What a measurement is held against. `measured` null = it could not be taken here, and then `met` is null as well: never a guess. */
export interface Aim { at_most?: number; at_least?: number; measured: number | null; met: boolean | null }

/** One bench's outcome, as it is printed. Every figure's name ends in its unit; ratios have none. */
export interface BenchResult {
  name: string
  /** What exactly was measured, so that the figure can be judged without reading the code. */
  how: string
  figures: Record<string, number | null>
  ratios: Record<string, number | null>
  aims: Record<string, Aim>
  /** All aims met; null when none failed but some could not be measured. */
  met: boolean | null
  /** What could not be measured and why, and other things worth knowing. */
  notes: string[]
}

export interface BenchContext {
  /** Progress for the person who waits. */
  tell(text: string): void
}

export interface Bench {
  name: string
  run(context: BenchContext): Promise<BenchResult>
}

export const atMost = (limit: number, measured: number | null): Aim => ({ at_most: limit, measured, met: measured === null ? null : measured <= limit })
export const atLeast = (limit: number, measured: number | null): Aim => ({ at_least: limit, measured, met: measured === null ? null : measured >= limit })

/** Fills in `met` from the aims. */
export function benchResult(result: Omit<BenchResult, 'met'>): BenchResult {
  const verdicts = Object.values(result.aims).map((aim) => aim.met)
  return { ...result, met: verdicts.includes(false) ? false : verdicts.includes(null) ? null : true }
}
