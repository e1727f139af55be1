import type { Shape } from '../geo/shape'
import type { FigureLiteral } from './filter'

export const columnTypes = ['text', 'number', 'boolean', 'instant'] as const
export type ColumnType = (typeof columnTypes)[number]
export type ColumnValue = string | number | boolean | null

/** A property by which features are filtered; an instant is unix ms. Null: not known. */
export interface FilterColumn { type: ColumnType; value(feature: number): ColumnValue }

/** The features that a filter is held against, by their number. */
export interface FilterSource {
  columns: ReadonlyMap<string, FilterColumn>
  /** Names of the geometry. */
  geometryNames: readonly string[]
  /** The figure of a feature, in longitude and latitude; null where it has none. Good until the next call. */
  shape(feature: number): Shape | null
}

/** Brings a figure of a filter into longitude and latitude. @throws FilterFault where it cannot stand there */
export type LocateFigure = (figure: FigureLiteral | { is: 'box'; bounds: number[]; at: number }) => Shape
