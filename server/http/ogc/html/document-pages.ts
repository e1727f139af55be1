import type { Context } from 'hono'
import type { Collection } from '../collection'
import { collections } from '../collections'
import { coordinateSystems } from '../coordinate-systems'
import type { FeatureTable } from '../feature-table'
import { conformance } from '../landing'
import type { Link } from '../links'
import { featuresMap } from './features-map'
import { pathTo } from './items-page'
import { escaped, languageOf, sendPage } from './page'

/** Features of a collection that its own page draws. */
const mostDrawn = 2000

const listOfLinks = (links: readonly Link[]): string => `<ul>${links.filter(({ rel }) => rel !== 'self' && rel !== 'alternate').map(({ href, rel, type }) => `<li><a href="${escaped(href)}">${escaped(rel.split('/').at(-1))}</a> <span class="weak">${escaped(type ?? '')}</span></li>`).join('')}</ul>`
const collectionItem = (root: string, { id, title, description }: Collection, language: 'zh' | 'en'): string =>
  `<li><a href="${escaped(`${root}/collections/${id}?f=html`)}">${escaped(title[language])}</a> <span class="weak">${escaped(description[language])}</span></li>`

export function landingPage(c: Context, root: string, view: { title: string; attribution: string; links: Link[] }): Promise<Response> {
  const language = languageOf(c)
  return sendPage(c, { title: { zh: view.title, en: view.title }, path: pathTo(root), links: view.links, body: `<ul>${collections.map((plan) => collectionItem(root, plan, language)).join('')}</ul>${listOfLinks(view.links)}<p class="weak">${escaped(view.attribution)}</p>` })
}

export function collectionsPage(c: Context, root: string): Promise<Response> {
  const language = languageOf(c)
  return sendPage(c, { title: { zh: '数据集', en: 'Collections' }, path: pathTo(root), links: [{ rel: 'self', type: 'application/json', href: `${root}/collections?f=json` }], body: `<ul>${collections.map((plan) => collectionItem(root, plan, language)).join('')}</ul>` })
}

export function collectionPage(c: Context, root: string, plan: Collection, table: FeatureTable, links: Link[]): Promise<Response> {
  const language = languageOf(c)
  const { count } = table.packed
  const step = Math.max(1, Math.ceil(count / mostDrawn))
  const drawn = Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step)
  return sendPage(c, {
    title: plan.title, path: pathTo(root, plan), links,
    body: `<p>${escaped(plan.description[language])}</p><p><a href="${escaped(`${root}/collections/${plan.id}/items?f=html&limit=100`)}">${count} ${language === 'zh' ? '个要素' : 'features'}</a></p>${featuresMap(table, drawn)}${listOfLinks(links)}<p class="weak">${coordinateSystems.length} CRS: ${escaped(coordinateSystems.map(({ name }) => name).join(', '))}</p>`,
  })
}

export function conformancePage(c: Context, root: string): Promise<Response> {
  return sendPage(c, { title: { zh: '符合的规范', en: 'Conformance' }, path: pathTo(root), links: [{ rel: 'self', type: 'application/json', href: `${root}/conformance?f=json` }], body: `<ul>${conformance.conformsTo.map((uri) => `<li>${escaped(uri)}</li>`).join('')}</ul>` })
}

export function queryablesPage(c: Context, root: string, plan: Collection): Promise<Response> {
  const language = languageOf(c)
  const rows = [...plan.fixed, ...plan.live].map(({ name, type, words, unit, values }) => `<tr><th>${escaped(name)}</th><td>${type}</td><td>${escaped(unit ?? '')}</td><td>${escaped(words[language])}</td><td class="weak">${escaped(values?.join(', ') ?? '')}</td></tr>`)
  return sendPage(c, { title: { zh: `${plan.title.zh}：可用于过滤的属性`, en: `${plan.title.en}: queryables` }, path: pathTo(root, plan), links: [{ rel: 'self', type: 'application/schema+json', href: `${root}/collections/${plan.id}/queryables?f=json` }], body: `<table>${rows.join('')}</table>` })
}
