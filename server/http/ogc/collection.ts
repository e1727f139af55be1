import type { ColumnType, ColumnValue } from '#domain/cql2/filter-source'
import type { Bilingual, Position } from '#domain/network/network'
import type { CityInMemory } from '../city-in-memory'
import type { Services } from '../services'
import type { AskedTime } from './asked-time'
import type { GeometryType } from './packed-features'

/** A property of the features of a collection: what it is called, what it means, and how it is filtered by. */
export interface PropertySpec { name: string; type: ColumnType; words: Bilingual; /** UCUM. */ unit?: string; values?: readonly string[] }

/** One that stays as long as the network does. Instants are unix ms. */
export interface FixedProperty<Row> extends PropertySpec { of(row: Row): ColumnValue }

/** One that is looked up for each answer. Its texts are ASCII. */
export interface LiveProperty<Row, View> extends PropertySpec { of(view: View, feature: number, row: Row): ColumnValue }

/** What an instant asked for means to a collection: its surface as measured or forecast, its readings as known then, or which of its features existed. */
export type TimeMeaning = 'surface' | 'readings' | 'existence' | 'none'

export interface LiveMemo<View> {
  /** Whether they would be written as they were. */
  isSame(view: View, feature: number): boolean
  keep(view: View, feature: number): void
}

/** What a collection is made of. */
export interface Collection<Row = unknown, View = unknown> {
  id: string
  title: Bilingual
  description: Bilingual
  geometry: GeometryType
  time: TimeMeaning
  fixed: readonly FixedProperty<Row>[]
  live: readonly LiveProperty<Row, View>[]
  /** The features, in order; looked up anew for each answer where `isStored`. */
  rows(city: CityInMemory, services: Services): readonly Row[] | Promise<readonly Row[]>
  isStored: boolean
  idOf(row: Row): string
  parts(row: Row, city: CityInMemory): readonly (readonly Position[])[] | null
  /** What the live properties are taken from. */
  view(services: Services, city: CityInMemory, time: AskedTime, rows: readonly Row[]): View | Promise<View>
  /** A copy that stays as it is while a long answer is written. */
  freeze(view: View): View
  /** When what is told of a feature was so, unix ms; null where that has no instant. */
  instantOf(view: View, feature: number, row: Row): number | null
  /** For many features: remembers from what a feature's live properties were last written. */
  memo: ((count: number) => LiveMemo<View>) | null
  /** Whether a feature belongs to the time asked for. */
  isOf(time: AskedTime, view: View, feature: number, row: Row): boolean
}

/** Fills in what most collections do not need. */
export const collection = <Row, View = null>(plan: Omit<Collection<Row, View>, 'freeze' | 'instantOf' | 'isOf' | 'isStored' | 'memo'> & Partial<Collection<Row, View>>): Collection =>
  ({ isStored: false, freeze: (view: View) => view, instantOf: () => null, isOf: () => true, memo: null, ...plan }) as unknown as Collection
