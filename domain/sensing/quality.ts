import { quantitySpec, type QuantityName } from './quantities'

/** Quality of a reading; stored as its index. Only `good` may drive automatic control. */
export const qualities = ['good', 'suspect', 'bad'] as const
export type Quality = (typeof qualities)[number]
export const qualityCode = (quality: Quality): number => qualities.indexOf(quality)
export const qualityOf = (code: number): Quality => qualities[code] ?? 'bad'

/** Range test: a value outside the plausible range of its quantity is `bad`. Value in the quantity's canonical unit. */
export function judgeRange(quantity: QuantityName, value: number): Quality {
  const spec = quantitySpec(quantity)
  return value >= spec.min && value <= spec.max ? 'good' : 'bad'
}
