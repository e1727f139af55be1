import type { Services } from '../services'
import { entityModel, type Entity } from './entity-model'
import { pageOfEntities, pageOfObservations, pagesOfObservations, type Page } from './page-of'
import type { Query } from './read-query'
import { entityLink } from './sta-links'
import { tooMuch } from './sta-fault'

/** Most entities of one answer, those inside others counted. */
const mostEntities = 20_000

/** What writing an answer needs; `left` is how many entities it may still hold. */
export interface Writing { services: Services; root: string; left: number }
export const newWriting = (services: Services, root: string): Writing => ({ services, root, left: mostEntities })

type Json = Record<string, unknown>

/** Entities as SensorThings writes them, with what $expand asks for: all of a level at once, so that observations are asked for in one statement. @throws ProblemError 400 */
export async function writeEntities(writing: Writing, entities: readonly Entity[], query: Query): Promise<Json[]> {
  writing.left -= entities.length
  if (writing.left < 0) throw tooMuch(`more than ${mostEntities} entities with those inside others`, 'Ask for fewer: $top and $expand=…($top=…).')
  const written = entities.map((entity) => writeEntity(writing, entity, query))
  for (const { relation, query: inner } of query.expand) {
    const children = await childrenOf(writing, entities, relation, inner)
    const all = await writeEntities(writing, children.flatMap((child) => ('page' in child ? child.page.entities : child.one ? [child.one] : [])), inner)
    let at = 0
    children.forEach((child, i) => {
      const into = written[i]!
      delete into[`${relation}@iot.navigationLink`]
      if (!('page' in child)) into[relation] = child.one ? all[at++]! : null
      else {
        const { count, more, entities: of } = child.page
        if (count !== null) into[`${relation}@iot.count`] = count
        into[relation] = all.slice(at, at += of.length)
        if (more) into[`${relation}@iot.nextLink`] = nextLink(`${entityLink(writing.root, entities[i]!.set, entities[i]!.id)}/${relation}`, inner)
      }
    })
  }
  return written
}

type Child = { page: Page } | { one: Entity | null }

async function childrenOf(writing: Writing, entities: readonly Entity[], relation: string, query: Query): Promise<Child[]> {
  const first = entities[0]
  if (!first) return []
  const { to, many } = entityModel[first.set].relations[relation]!
  if (to === 'Observations') {
    if (first.set === 'Datastreams') {
      const pages = await pagesOfObservations(writing.services, entities, query)
      return entities.map(({ id }) => ({ page: pages.get(id)! }))
    }
    if (entities.length * query.top > writing.left) throw tooMuch(`up to ${entities.length * query.top} observations of ${entities.length} features`, 'Ask for fewer of each, such as $expand=Observations($top=1).')
    const children: Child[] = []
    for (const { datastreams } of entities) children.push({ page: await pageOfObservations(writing.services, datastreams, query) })
    return children
  }
  return entities.map(({ related }) => (many ? { page: pageOfEntities((related[relation] ?? []) as readonly Entity[], query) } : { one: (related[relation] ?? null) as Entity | null }))
}

function writeEntity({ root }: Writing, { set, id, own }: Entity, { select }: Query): Json {
  const { properties, relations } = entityModel[set]
  const link = entityLink(root, set, id)
  const written: Json = select && !select.includes('id') ? {} : { '@iot.id': id }
  if (!select) written['@iot.selfLink'] = link
  for (const name of properties) if (!select || select.includes(name)) written[name] = own[name]
  for (const name of Object.keys(relations)) if (!select || select.includes(name)) written[`${name}@iot.navigationLink`] = `${link}/${name}`
  return written
}

/** Address of the page after this one. */
export function nextLink(link: string, { given, skip, top }: Query): string {
  const options = [...given.filter(({ name }) => name !== '$skip' && name !== '$top'), { name: '$top', value: String(top) }, { name: '$skip', value: String(skip + top) }]
  return `${link}?${options.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('&')}`
}
