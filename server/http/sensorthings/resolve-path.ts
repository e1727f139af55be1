import type { ValueType } from '#domain/odata/expression'
import { ODataFault, shortened } from '#domain/odata/odata-fault'
import { entityModel, type EntitySet } from './entity-model'

const isId = (name: string): boolean => name === 'id' || name === '@iot.id'

/** What a path of $filter or $orderby means at a set; `@iot.id` is written `id` from here on. @throws ODataFault */
export function resolvePath(set: EntitySet, path: string, position: number): { path: string; type: ValueType } {
  const { fields, relations } = entityModel[set]
  if (isId(path)) return { path: 'id', type: 'text' }
  if (Object.hasOwn(fields, path)) return { path, type: fields[path]! }
  const slash = path.indexOf('/')
  const head = slash < 0 ? path : path.slice(0, slash)
  const relation = Object.hasOwn(relations, head) ? relations[head]! : null
  const toOne = Object.keys(relations).filter((name) => !relations[name]!.many).map((name) => `${name}/…`)
  if (!relation || relation.many || slash < 0) throw new ODataFault(position, `one of ${['id', ...Object.keys(fields), ...toOne].join(', ')}`, shortened(path))
  const rest = resolvePath(relation.to, path.slice(slash + 1), position + slash + 1)
  return { path: `${head}/${rest.path}`, type: rest.type }
}
