import type { NearestSegment } from '#domain/network/nearest-segment'
import { formatNumber } from '../format/format-number'
import { formatStake } from '../format/format-place'
import type { PlaceFault } from '../panels/search/use-place-search'
import type { Place } from '../stores/place'
import type { StakedView } from '../stores/staked-segments'
import { useWords } from './use-words'

/** Words for places that were found and for what lies nearest to them. */
export function usePlaceWords() {
  const { t, name, fault: failure } = useWords()
  const title = ({ origin }: Place): string => {
    switch (origin.kind) {
      case 'coordinates': return t('place.coordinates')
      case 'stake': return `${origin.route} ${origin.stake}`
      case 'station': return name(origin.name)
      case 'pointed': return t('place.pointed')
    }
  }
  /** How the place was read; what nobody wrote and was taken is said too. */
  const how = ({ origin }: Place): string => {
    if (origin.kind !== 'coordinates') return origin.kind === 'station' ? `${t('place.station')} · ${origin.id}` : t(`place.how_${origin.kind}`)
    const { system, order, assumed } = origin
    return [t('place.read_as', { system, order: t(`place.order_${order}`) }), assumed && t(`place.assumed_${assumed}`)].filter(Boolean).join(' · ')
  }
  /** `G1 K12+300`; the asset's name where the segment has no route. */
  const stake = ({ segment, stakeM }: NearestSegment<StakedView>): string => `${segment.view.route ?? name(segment.view.name)} ${formatStake(stakeM)}`
  const away = ({ distanceM, side }: NearestSegment<StakedView>): string => (side === 'on' ? t('place.on') : t(`place.${side}`, { m: formatNumber(distanceM, distanceM < 100 ? 1 : 0) ?? '' }))
  const faultOf = (of: PlaceFault): string => {
    switch (of.kind) {
      case 'coordinates': return t(`place.fault_${of.fault}`)
      case 'stake': return t(`place.stake_${of.fault}`, { said: of.said })
      case 'no_stake': return of.covered ? t('place.no_stake', { stake: of.stake, covered: of.covered }) : t('place.no_stakes', { stake: of.stake })
      case 'server': return failure(of.error)
    }
  }
  return { title, how, stake, away, faultOf }
}
