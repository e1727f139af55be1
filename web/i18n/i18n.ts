import { createI18n } from 'vue-i18n'
import { en } from './en'
import { zhCn } from './zh-cn'

export type Language = 'zh-CN' | 'en'
const storageKey = 'hearthway.language'

function storedLanguage(): Language {
  try {
    return localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh-CN'
  } catch {
    return 'zh-CN'
  }
}

export const i18n = createI18n({ legacy: false, locale: storedLanguage(), fallbackLocale: 'en', messages: { 'zh-CN': zhCn, en } })

/** Switches the screen's language and remembers it on this machine. */
export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // Private browsing: the choice lasts for this page.
  }
}
