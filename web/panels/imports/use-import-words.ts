import type { ImportPreviewView } from '#domain/wire/imports'
import { formatNumber } from '../../format/format-number'
import { useWords } from '../../i18n/use-words'
import type { ImportAnswer } from '../../stores/import-answer'

type Finding = ImportPreviewView['findings'][number]
const readings: Record<string, string> = { gcj02: 'GCJ-02', bd09: 'BD-09' }

/** An import in words. */
export function useImportWords() {
  const { t, te, coded } = useWords()
  const question = ({ kind }: Finding): string => t(`import_finding.${kind}`)
  /** What was seen, out of the figures alone; empty where they say nothing that has words here. */
  function evidence({ kind, params }: Finding): string {
    const better = 'better_share' in params
    const key = kind === 'axes_swapped' && better ? 'swapped_better' : kind === 'wrong_zone' && better ? 'zone_better' : kind === 'shifted_datum' && params['by'] === 'name' ? 'shifted_by_name' : kind === 'shifted_datum' && params['by'] === 'place' ? 'shifted_stations' : kind
    const percent = (of: unknown): number => Math.round(Number(of ?? 0) * 100)
    return te(`import_evidence.${key}`) ? t(`import_evidence.${key}`, { ...params, reading: readings[String(params['reading'])] ?? String(params['reading']), given_percent: percent(params['given_share']), better_percent: percent(params['better_share']) }) : ''
  }
  const answer = (of: ImportAnswer): string => of.kind === 'accept' ? t(`imports.answer_${of.as.replace('-', '_')}`) : of.code === null ? t('imports.other_crs') : t('imports.answer_crs', { code: of.code })
  const reason = (code: string): string => coded('import_refusal', code)
  const column = (name: string): string => (te(`import_column.${name}`) ? t(`import_column.${name}`) : name)
  /** How many segments, or stations of a table. */
  const amount = ({ segments, stations }: { segments: number; stations: number }): string => stations > 0 ? t('imports.n_stations', { n: formatNumber(stations) ?? '' }) : t('imports.n_segments', { n: formatNumber(segments) ?? '' })
  /** A row of a table by its line, anything else by its id or number. */
  const feature = ({ index, id }: { index: number; id: string | null }, format?: string): string => format === 'csv' ? t(id === null ? 'imports.line' : 'imports.line_id', { n: index, id: id ?? '' }) : (id === null ? t('imports.feature', { n: index + 1 }) : t('imports.feature_id', { id }))
  /** What the server does with the file now, and how much of it is done, 0..1, where it says so. */
  function step(of: string): { words: string; share: number | null } {
    const stored = /^stored (\d+) of (\d+)/.exec(of)
    if (stored) return { words: t('imports.step_stored', { n: stored[1]!, of: stored[2]! }), share: Number(stored[1]) / Math.max(1, Number(stored[2])) }
    const checking = /^checking and cutting (\d+)/.exec(of)
    if (checking) return { words: t('imports.step_checking', { n: checking[1]! }), share: null }
    return { words: t(of === 'waiting' ? 'imports.step_waiting' : of === 'receiving' ? 'imports.step_receiving' : 'imports.step_reading'), share: null }
  }
  return { amount, question, evidence, answer, reason, column, feature, step }
}
