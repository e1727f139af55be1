import type { PathStep } from '#domain/odata/parse-resource-path'
import { ODataFault } from '#domain/odata/odata-fault'
import { loadObservation } from '#server/store/observations'
import type { Services } from '../services'
import { entityGraph } from './entity-graph'
import { entityModel, isEntitySet, type Entity, type EntitySet } from './entity-model'
import { observationEntity, observationKey } from './observation-entity'
import { entityLink } from './sta-links'
import { noEntity, syntaxFault } from './sta-fault'

/** Entities of one set; of observations, the datastreams whose they are. */
export interface Many { kind: 'many'; set: EntitySet; entities: readonly Entity[]; link: string }
export type Resource = Many | { kind: 'one'; entity: Entity } | { kind: 'property'; entity: Entity; name: string; raw: boolean } | { kind: 'references'; of: Many }

/** Follows an address step by step. @throws ProblemError 404 where there is nothing, 400 for an id where none belongs */
export async function walkPath(services: Services, root: string, steps: readonly PathStep[]): Promise<Resource> {
  const graph = entityGraph(services.city())
  const [first, ...rest] = steps
  if (!first || !isEntitySet(first.name)) throw noEntity(first?.name ?? '')
  const entities = [...(first.name === 'Observations' ? graph.Datastreams : graph[first.name]).values()]
  let at: Resource = await pick(services, { kind: 'many', set: first.name, entities, link: `${root}/${first.name}` }, first)
  for (const step of rest) at = await follow(services, at, step, root)
  return at
}

async function follow(services: Services, at: Resource, step: PathStep, root: string): Promise<Resource> {
  if (at.kind === 'many' && step.name === '$ref') return { kind: 'references', of: at }
  if (at.kind === 'property' && step.name === '$value' && !at.raw) return { ...at, raw: true }
  if (at.kind !== 'one') throw noEntity(step.name)
  const { entity } = at
  const { relations, properties } = entityModel[entity.set]
  if (Object.hasOwn(relations, step.name)) {
    const { to, many } = relations[step.name]!
    if (many) return pick(services, { kind: 'many', set: to, entities: to === 'Observations' ? entity.datastreams : ((entity.related[step.name] ?? []) as readonly Entity[]), link: `${entityLink(root, entity.set, entity.id)}/${step.name}` }, step)
    if (step.id !== null) throw syntaxFault('path', new ODataFault(step.at + step.name.length, '/ or the end, as there is one only', `"('${step.id.slice(0, 40)}')"`))
    const one = entity.related[step.name] as Entity | undefined
    if (!one) throw noEntity(step.name)
    return { kind: 'one', entity: one }
  }
  if (step.id === null && properties.includes(step.name)) return { kind: 'property', entity, name: step.name, raw: false }
  throw noEntity(step.name)
}

async function pick(services: Services, many: Many, { id }: PathStep): Promise<Resource> {
  if (id === null) return many
  const one = many.set === 'Observations' ? await observationOf(services, many.entities, id) : many.entities.find((entity) => entity.id === id)
  if (!one) throw noEntity(`${many.set}('${id}')`)
  return { kind: 'one', entity: one }
}

async function observationOf(services: Services, datastreams: readonly Entity[], id: string): Promise<Entity | null> {
  const key = observationKey(id)
  const datastream = key && datastreams.find((one) => one.id === key.sensorId)
  if (!key || !datastream) return null
  const row = await loadObservation(services.db, key.sensorId, key.measuredAt)
  return row && observationEntity(row, datastream)
}
