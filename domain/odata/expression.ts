/** What a value is. An instant is unix ms. */
export type ValueType = 'text' | 'number' | 'boolean' | 'instant' | 'null'
export type Value = string | number | boolean | null

export const comparisons = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const
export type Comparison = (typeof comparisons)[number]

export type FunctionName = keyof typeof functions

/** A filter of OData 4, as much of it as is offered; typed where it was read. */
export type Expression =
  | { kind: 'literal'; type: ValueType; value: Value }
  | { kind: 'property'; type: ValueType; path: string }
  | { kind: 'not'; of: Expression }
  | { kind: 'and' | 'or'; parts: Expression[] }
  | { kind: 'compare'; operator: Comparison; left: Expression; right: Expression }
  | { kind: 'call'; name: FunctionName; of: Expression[] }

interface FunctionSpec { takes: readonly ValueType[]; gives: ValueType; of(values: never[]): Value }

const part = (of: (at: Date) => number): FunctionSpec => ({ takes: ['instant'], gives: 'number', of: ([ms]: number[]) => of(new Date(ms!)) })

/** The functions offered. Parts of an instant are UTC's. */
export const functions = {
  contains: { takes: ['text', 'text'], gives: 'boolean', of: ([text, piece]: string[]) => text!.includes(piece!) },
  /** OData 2's contains, the other way round. */
  substringof: { takes: ['text', 'text'], gives: 'boolean', of: ([piece, text]: string[]) => text!.includes(piece!) },
  startswith: { takes: ['text', 'text'], gives: 'boolean', of: ([text, piece]: string[]) => text!.startsWith(piece!) },
  endswith: { takes: ['text', 'text'], gives: 'boolean', of: ([text, piece]: string[]) => text!.endsWith(piece!) },
  tolower: { takes: ['text'], gives: 'text', of: ([text]: string[]) => text!.toLowerCase() },
  toupper: { takes: ['text'], gives: 'text', of: ([text]: string[]) => text!.toUpperCase() },
  year: part((at) => at.getUTCFullYear()),
  month: part((at) => at.getUTCMonth() + 1),
  day: part((at) => at.getUTCDate()),
  hour: part((at) => at.getUTCHours()),
  minute: part((at) => at.getUTCMinutes()),
  second: part((at) => at.getUTCSeconds()),
} as const satisfies Record<string, FunctionSpec>

export const isFunction = (name: string): name is FunctionName => Object.hasOwn(functions, name)

export function typeOf(expression: Expression): ValueType {
  if (expression.kind === 'literal' || expression.kind === 'property') return expression.type
  return expression.kind === 'call' ? functions[expression.name].gives : 'boolean'
}
