import { createI18n } from 'vue-i18n'
import { keep, readKept } from '../ui/kept'
import { en } from './en'
import { zhCn } from './zh-cn'

export type Language = 'zh-CN' | 'en'
const storageKey = 'hearthway.language'

export const i18n = createI18n({ legacy: false, locale: readKept(storageKey) === 'en' ? 'en' : 'zh-CN', fallbackLocale: 'en', messages: { 'zh-CN': zhCn, en } })

/** Switches the screen's language and remembers it on this machine. */
export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language
  keep(storageKey, language)
}
