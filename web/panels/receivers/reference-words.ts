import type { ReceiverView } from '#domain/wire/receivers'

export interface ReferenceWords { frame: string; epoch: string; corrections: string; /** What the reduction to CGCS2000 may be wrong by; null before the first position. */ uncertaintyM: number | null }

/** What is stated of a receiver's position: of the last one as it was stated then, before the first as it is stated now. Null: nobody has said. */
export function referenceWords({ last, reference }: Pick<ReceiverView, 'last' | 'reference'>): ReferenceWords | null {
  if (last) {
    if (last.reference.state === 'unstated') return null
    const { frame, epoch_year: year, correction_source: corrections, reduction_uncertainty_m: uncertaintyM } = last.reference
    return { frame, epoch: year.toFixed(2), corrections, uncertaintyM }
  }
  return reference && { frame: reference.frame, epoch: String(reference.epoch), corrections: reference.correction_source, uncertaintyM: null }
}
