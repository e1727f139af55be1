/**
 * A CQL2 filter (OGC 21-065r2) as a tree, the same for its text and its JSON. `at` is where a node begins, in characters of what was read.
 * Named here are the classes that are read: basic CQL2, advanced comparisons, case- and accent-insensitive comparison, property-property, basic
 * spatial functions with any figure, temporal functions.
 */
export type Filter =
  | { is: 'and' | 'or'; parts: Filter[]; at: number }
  | { is: 'not'; part: Filter; at: number }
  | { is: 'constant'; value: boolean; at: number }
  | { is: 'comparison'; operator: ComparisonOperator; left: Scalar; right: Scalar; at: number }
  | { is: 'like'; value: Scalar; pattern: Scalar; at: number }
  | { is: 'between'; value: Scalar; low: Scalar; high: Scalar; at: number }
  | { is: 'in'; value: Scalar; list: Scalar[]; at: number }
  | { is: 'isNull'; name: string; at: number }
  | { is: 'spatial'; operator: SpatialOperator; left: Place; right: Place; at: number }
  | { is: 'temporal'; operator: TemporalOperator; left: Period; right: Period; at: number }

export interface PropertyName { is: 'property'; name: string; at: number }
/** DATE or TIMESTAMP; unix ms of its beginning and of its end (a day lasts, an instant does not). */
export interface InstantLiteral { is: 'instant'; text: string; fromMs: number; toMs: number; at: number }
export type Scalar =
  | PropertyName
  | InstantLiteral
  | { is: 'text'; value: string; at: number }
  | { is: 'number'; value: number; at: number }
  | { is: 'boolean'; value: boolean; at: number }
  /** Without regard to capitals (casei) or to accents (accenti). */
  | { is: 'fold'; fold: Fold; of: Scalar; at: number }

/** x, y and, where given, z, in the axis order of the filter's reference system. */
export type FigurePosition = number[]
export type FigureType = 'Point' | 'MultiPoint' | 'LineString' | 'MultiLineString' | 'Polygon' | 'MultiPolygon'
export interface FigureLiteral { is: 'figure'; type: FigureType; coordinates: unknown; at: number }
export type Place = PropertyName | FigureLiteral | { is: 'box'; bounds: number[]; at: number }
/** Null: open. */
export type Period = PropertyName | InstantLiteral | { is: 'interval'; from: PropertyName | InstantLiteral | null; to: PropertyName | InstantLiteral | null; at: number }

export const comparisonOperators = ['=', '<>', '<', '<=', '>', '>='] as const
export type ComparisonOperator = (typeof comparisonOperators)[number]
export const spatialOperators = ['s_intersects', 's_disjoint', 's_within', 's_contains'] as const
export type SpatialOperator = (typeof spatialOperators)[number]
export const temporalOperators = [
  't_after', 't_before', 't_contains', 't_disjoint', 't_during', 't_equals', 't_finishedby', 't_finishes', 't_intersects', 't_meets', 't_metby', 't_overlappedby', 't_overlaps', 't_startedby', 't_starts',
] as const
export type TemporalOperator = (typeof temporalOperators)[number]
export const folds = ['casei', 'accenti'] as const
export type Fold = (typeof folds)[number]
export const figureTypes = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'] as const

/** Levels of nesting, conditions, characters, items of a list and points of all figures that one filter may have: each feature is held against all of it. */
export const filterLimits = { depth: 32, conditions: 200, characters: 65_536, items: 1000, points: 5000 } as const
