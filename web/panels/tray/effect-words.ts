import type { EffectView } from '#domain/wire/commands'
import { formatDeviation } from '../../format/format-deviation'
import { formatNumber } from '../../format/format-number'

type Say = (key: string, params?: Record<string, string | number>) => string

/** What is known of the effect of a command, in a sentence: why nobody can say, and what was measured against what the model had, with its uncertainty. */
export function effectWords(effect: EffectView | null, t: Say): string {
  if (!effect) return ''
  const [measured, predicted] = [effect.measured_k, effect.predicted_k].map((kelvin) => formatNumber(kelvin, 1, true))
  const figures = measured && predicted ? t('effect.figures', { measured, predicted, sd: formatDeviation(effect.sd_k ?? undefined) ?? '', sensors: effect.sensors.join(', ') }) : ''
  return [t(`effect.${effect.reason ?? effect.verdict}`), figures].filter(Boolean).join(' · ')
}
