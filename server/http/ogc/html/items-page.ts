import type { Context } from 'hono'
import type { Services } from '../../services'
import type { Collection } from '../collection'
import type { FeatureTable } from '../feature-table'
import type { Link } from '../links'
import type { Selection } from '../select-features'

export const itemsHtml = (c: Context, _services: Services, plan: Collection, _table: FeatureTable, _page: { selection: Selection; from: number; to: number; links: Link[] }): Response => c.html(plan.id)
export const itemHtml = (c: Context, _services: Services, plan: Collection, _table: FeatureTable, _feature: number, _links: Link[]): Response => c.html(plan.id)
