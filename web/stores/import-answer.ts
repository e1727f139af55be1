import type { ImportOptionsView } from '#domain/wire/imports'

type AcceptAs = NonNullable<ImportOptionsView['accept_as']>[number]
/** One answer to a finding. `code` null: another reference system, which a person has yet to name. */
export type ImportAnswer = { kind: 'accept'; as: AcceptAs } | { kind: 'crs'; code: string | null }

const ways: readonly string[] = ['as-is', 'swapped', 'gcj02', 'bd09'] satisfies AcceptAs[]

/** An answer as the server offers it, `--accept-as gcj02` or `--crs EPSG:4551`; null where it is neither. */
export function readAnswer(text: string): ImportAnswer | null {
  const [option, value = ''] = text.trim().split(/\s+/)
  if (option === '--accept-as' && ways.includes(value)) return { kind: 'accept', as: value as AcceptAs }
  if (option === '--crs' && value !== '') return { kind: 'crs', code: value.includes('...') ? null : value }
  return null
}

/** Options with one answer more; what was answered before stays. */
export function withAnswer(options: ImportOptionsView, answer: ImportAnswer): ImportOptionsView {
  if (answer.kind === 'crs') return answer.code === null ? options : { ...options, crs: answer.code }
  return { ...options, accept_as: [...new Set([...options.accept_as ?? [], answer.as])] }
}

/** Options without what says nothing: an empty text is one that was not said. */
export function saidOptions(options: ImportOptionsView): ImportOptionsView {
  return Object.fromEntries(Object.entries(options).filter(([, value]) =>
    value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0) && !(typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0))) as ImportOptionsView
}
