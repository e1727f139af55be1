import type { Context } from 'hono'
import type { Bilingual } from '#domain/network/network'
import type { Collection, PropertySpec } from '../collection'
import type { FeatureTable } from '../feature-table'
import type { Link } from '../links'
import type { Selection } from '../select-features'
import { featuresMap } from './features-map'
import { escaped, languageOf, sendPage, type Page } from './page'

const words = {
  home: { zh: '首页', en: 'Home' }, collections: { zh: '数据集', en: 'Collections' }, items: { zh: '要素', en: 'Features' }, next: { zh: '下一页', en: 'Next' }, prev: { zh: '上一页', en: 'Previous' },
} satisfies Record<string, Bilingual>

/** The way down to a collection's features. @param root address of /ogc */
export function pathTo(root: string, plan?: Collection, more: Page['path'] = []): Page['path'] {
  const to = (href: string, name: Bilingual) => ({ href: `${root}${href}${href.includes('?') ? '' : '?f=html'}`, name })
  return [to('', words.home), ...(plan ? [to('/collections', words.collections), to(`/collections/${plan.id}`, plan.title)] : []), ...more]
}

const rootOf = (links: readonly Link[]): string => links[0]!.href.replace(/\/ogc.*$/, '/ogc')

/** A value as people read it; null is said to be unknown. */
function shown(spec: Pick<PropertySpec, 'type' | 'unit'>, value: unknown): string {
  if (value === null || value === undefined) return '<span class="weak">–</span>'
  return spec.type === 'instant' ? new Date(value as number).toISOString() : escaped(value)
}

/** Some features as a table beside a small map. */
export function itemsHtml(c: Context, plan: Collection, table: FeatureTable, { selection, from, to, links }: { selection: Selection; from: number; to: number; links: Link[] }): Promise<Response> {
  const language = languageOf(c)
  const features = Array.from({ length: to - from }, (_, i) => selection.at(from + i))
  const properties = [...plan.fixed, ...plan.live]
  const root = rootOf(links)
  const turn = (rel: 'prev' | 'next'): string => { const link = links.find((one) => one.rel === rel); return link ? `<a href="${escaped(link.href)}">${words[rel][language]}</a>` : '' }
  const rows = features.map((feature) => `<tr><td><a href="${escaped(`${root}/collections/${plan.id}/items/${encodeURIComponent(table.packed.ids[feature]!)}?f=html`)}">${escaped(table.packed.ids[feature])}</a></td>${
    properties.map((property) => `<td>${shown(property, table.columns.get(property.name)!.value(feature))}</td>`).join('')}</tr>`)
  const count = language === 'zh' ? `共 ${selection.count} 个，显示第 ${Math.min(from + 1, to)} 至 ${to} 个` : `${selection.count} in all, ${Math.min(from + 1, to)} to ${to} shown`
  return sendPage(c, {
    title: plan.title, links, path: pathTo(root, plan),
    body: `<p class="weak">${count} ${turn('prev')} ${turn('next')}</p>${featuresMap(table, features)}<div class="wide"><table><thead><tr><th>id</th>${properties.map(({ name, words: meaning, unit }) => `<th title="${escaped(meaning[language])}${unit ? ` (${unit})` : ''}">${escaped(name)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`,
  })
}

/** One feature with the meaning of its properties. */
export function itemHtml(c: Context, plan: Collection, table: FeatureTable, feature: number, links: Link[]): Promise<Response> {
  const language = languageOf(c)
  const id = table.packed.ids[feature]!
  const rows = [...plan.fixed, ...plan.live].map((property) => `<tr><th>${escaped(property.name)}</th><td>${shown(property, table.columns.get(property.name)!.value(feature))} ${property.unit ? `<span class="weak">${escaped(property.unit)}</span>` : ''}</td><td class="weak">${escaped(property.words[language])}</td></tr>`)
  return sendPage(c, {
    title: { zh: `${plan.title.zh} ${id}`, en: `${plan.title.en} ${id}` }, links, path: pathTo(rootOf(links), plan, [{ href: `${rootOf(links)}/collections/${plan.id}/items?f=html`, name: words.items }]),
    body: `${featuresMap(table, [feature])}<table>${rows.join('')}</table>`,
  })
}
