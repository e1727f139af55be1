import { useI18n } from 'vue-i18n'
import type { Bilingual } from '#domain/network/network'
import type { ApiError } from '../api/api-error'

/** Words of the screen in the chosen language. */
export function useWords() {
  const { t, te, locale } = useI18n()
  const zh = (): boolean => locale.value === 'zh-CN'
  /** Name of a physical thing in the chosen language. */
  const name = (of: Bilingual | null | undefined): string => (of ? (zh() ? of.zh || of.en : of.en || of.zh) : '')
  /** The quiet English second label of a panel title; only beside Chinese. */
  const second = (key: string): string => (zh() ? t(key, {}, { locale: 'en' }) : '')
  /** Words of a stable code, or the code itself where no sentence stands for it yet. */
  const coded = (group: string, code: string, params: Record<string, string | number> = {}): string =>
    te(`${group}.${code}`) ? t(`${group}.${code}`, said(params)) : te(`${group}.${code}`, 'en') ? t(`${group}.${code}`, said(params), { locale: 'en' }) : code
  /** Params that are codes themselves, in words; 'none' where there is no value. */
  const said = (params: Record<string, string | number>): Record<string, string | number> => Object.fromEntries(Object.entries(params).map(([key, value]) =>
    [key, value === 'none' ? '–' : key === 'quantity' && te(`fact.${value}`) ? t(`fact.${value}`) : key === 'mode' && te(`mode.${value}`) ? t(`mode.${value}`) : value]))
  /** One sentence for a failure: cause first. */
  const fault = (error: ApiError): string => {
    const key = `problem.${error.code.replaceAll('.', '_')}`
    if (te(key)) return t(key, error.params)
    return error.detail ? t('problem.other', { detail: error.detail }) : t('problem.status', { status: error.status })
  }
  /** What can be done about a failure, after its cause; empty where nothing is known. */
  const remedy = (error: ApiError): string => {
    const key = `remedy.${error.code.replaceAll('.', '_')}`
    return te(key) ? t(key) : ''
  }
  return { t, te, remedy, locale, zh, name, second, coded, fault }
}
