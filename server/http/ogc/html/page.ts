import type { Context } from 'hono'
import type { Bilingual } from '#domain/network/network'
import type { Link } from '../links'
import { sendBytes } from '../send-bytes'

export type Language = 'zh' | 'en'

/** The language that is wanted most; Chinese where neither is named. */
export function languageOf(c: Context): Language {
  const wanted = (c.req.header('accept-language') ?? '').toLowerCase().split(',').map((range) => {
    const [name = '', q] = range.trim().split(/;\s*q=/)
    return { language: name.slice(0, 2), quality: q === undefined ? 1 : Number(q) || 0 }
  }).filter(({ language }) => language === 'zh' || language === 'en').sort((a, b) => b.quality - a.quality)
  return wanted[0]?.language === 'en' ? 'en' : 'zh'
}

/** A text as HTML. */
export const escaped = (text: unknown): string => String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const style = `
:root{color-scheme:light dark;--line:#b4c0ca;--weak:#5d6c7a;--accent:#00756a;--map:#e2e7eb}
@media (prefers-color-scheme:dark){:root{--line:#354656;--weak:#8496a5;--accent:#55d8bf;--map:#0a1016}}
body{font:15px/1.5 'Noto Sans SC','Noto Sans CJK SC',system-ui,sans-serif;max-width:72rem;margin:0 auto;padding:1rem}
a{color:var(--accent)}nav,footer,.weak{color:var(--weak);font-size:.87rem}h1{font-size:1.4rem;margin:.6rem 0}
table{border-collapse:collapse;font-size:.87rem;font-variant-numeric:tabular-nums}td,th{border-bottom:1px solid var(--line);padding:.2rem .7rem .2rem 0;text-align:left;vertical-align:top}
.wide{overflow-x:auto}svg{width:100%;max-height:28rem;background:var(--map);border:1px solid var(--line);border-radius:6px}`

export interface Page { title: Bilingual; /** From the landing page down to here. */ path: { href: string; name: Bilingual }[]; body: string; links: readonly Link[] }

/** Sends a page that needs nothing but itself. */
export function sendPage(c: Context, { title, path, body, links }: Page): Promise<Response> {
  const language = languageOf(c)
  const others = links.filter(({ rel, type }) => rel === 'alternate' && type !== 'text/html' || rel === 'self' && type !== 'text/html').map(({ href, type }) => `<a href="${escaped(href)}">${escaped(type)}</a>`)
  const html = `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title[language])}</title><style>${style}</style></head><body>
<nav>${path.map(({ href, name }) => `<a href="${escaped(href)}">${escaped(name[language])}</a>`).join(' / ')}</nav><h1>${escaped(title[language])}</h1>
${body}<footer><p>${others.length > 0 ? `${language === 'zh' ? '其他格式' : 'Also as'}: ${others.join(' · ')}` : ''}</p></footer></body></html>`
  return sendBytes(c, Buffer.from(html), 'text/html; charset=utf-8', { 'content-language': language === 'zh' ? 'zh-CN' : 'en', vary: 'accept, accept-encoding, accept-language' })
}
