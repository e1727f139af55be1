import type { PlantPlace } from '#domain/network/plant-file'
import type { CityTime } from '../../format/city-time'
import { formatNumber } from '../../format/format-number'
import { useWords } from '../../i18n/use-words'
import { placeWords, unitOf } from './plant-values'

/** The plant in words. */
export function usePlantWords() {
  const { t, te, name } = useWords()
  const actor = (of: string): string => (of === 'server' ? t('plant.server') : of.startsWith('cli:') ? t('plant.local', { name: of.slice(4) }) : of)
  const place = (of: PlantPlace): string => {
    const { key, values } = placeWords(of)
    return t(`plant.${key}`, values)
  }
  /** The word of a field; of a member of a group, the member's. */
  function field(path: string): string {
    const own = path.slice(path.lastIndexOf('.') + 1)
    return te(`plant_limit.${own}`) ? t(`plant_limit.${own}`) : te(`plant_field.${path}`) ? t(`plant_field.${path}`) : path.startsWith('name.') ? `${t('plant_field.name')} ${own}` : ''
  }
  /** A value as it stands in the file, with the unit that its field names. */
  function value(path: string, of: unknown): string {
    if (of === undefined || of === null || of === '') return t('plant.empty')
    if (typeof of === 'number') {
      const unit = unitOf(path)
      return `${unit ? formatNumber(of, Math.min(3, (String(of).split('.')[1] ?? '').length)) : of}${unit && ` ${unit}`}`
    }
    if (path === 'service' && te(`plant_service.${String(of)}`)) return t(`plant_service.${String(of)}`)
    if (path === 'safe_state' && te(`safe.${String(of)}`)) return t(`safe.${String(of)}`)
    if (typeof of === 'object' && 'zh' in of && 'en' in of) return name(of as { zh: string; en: string })
    return typeof of === 'string' ? of : JSON.stringify(of)
  }
  const when = (at: string, format: CityTime): string => `${format.date(new Date(at))} ${format.minutes(new Date(at))} ${format.offset(new Date(at))}`
  return { actor, place, field, value, when }
}
