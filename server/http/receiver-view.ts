import type { VelocityModel } from '#domain/geo/epoch/crustal-velocity'
import type { NewReceiverInput, ReceiverPositionView, ReceiverView, VelocityView } from '#domain/wire/receivers'
import type { ReceiverCounts } from '#server/ingest/receivers/receiver-desk'
import type { ReceiverPosition } from '#server/store/receiver-positions'
import type { NewReceiver, StoredReceiver } from '#server/store/receivers'

const velocityView = (velocity: VelocityModel): VelocityView =>
  velocity.kind === 'site' ? { kind: 'site', east_m_per_year: velocity.eastMPerYear, north_m_per_year: velocity.northMPerYear, sigma_m_per_year: velocity.sigmaMPerYear } : { kind: velocity.kind }

const velocityOf = (view: VelocityView): VelocityModel =>
  view.kind === 'site' ? { kind: 'site', eastMPerYear: view.east_m_per_year, northMPerYear: view.north_m_per_year, sigmaMPerYear: view.sigma_m_per_year } : { kind: view.kind }

/** A registration as it comes in. */
export function newReceiverOf({ reference, velocity, measures_surface: measuresSurface, surface_item_id: surfaceItemId, terminal_id: terminalId, ...rest }: NewReceiverInput): NewReceiver {
  return { ...rest, frame: reference?.frame ?? null, epoch: reference?.epoch ?? null, correctionSource: reference?.correction_source ?? null, velocity: velocityOf(velocity), measuresSurface, surfaceItemId, terminalId }
}

export function positionView({ fix, reduced, match }: ReceiverPosition): ReceiverPositionView {
  return {
    at: new Date(fix.atMs).toISOString(), received: [fix.position[0], fix.position[1]], cgcs2000: reduced && [reduced.position[0], reduced.position[1]],
    reference: reduced === null ? { state: 'unstated' } : {
      state: 'stated', frame: reduced.given.frame, epoch_year: reduced.given.epochYear, correction_source: reduced.given.correctionSource, velocity: reduced.velocity.kind, reduction_uncertainty_m: reduced.uncertaintyM,
    },
    height: { ellipsoidal_m: fix.ellipsoidalHeightM, receiver_altitude_m: fix.receiverAltitudeM, geoid_separation_m: fix.geoidSeparationM },
    fix: fix.fix, receiver_sigma_m: fix.sigmaM, speed_m_per_s: fix.speedMPerS, heading_deg: fix.headingDeg,
    on: match.matched ? { segment_id: match.segmentId, offset_m: match.offsetM, distance_m: match.distanceM, heading_difference_deg: match.headingDifferenceDeg } : null,
    unmatched: match.matched ? null : match.reason,
  }
}

/** @param nowMs site time */
export function receiverView(receiver: StoredReceiver, last: ReceiverPosition | undefined, counted: ReceiverCounts, connected: boolean, nowMs: number): ReceiverView {
  const { id, name, kind, protocol, frame, epoch, correctionSource } = receiver
  return {
    id, name, kind, protocol, reference: frame === null || epoch === null || correctionSource === null ? null : { frame, epoch, correction_source: correctionSource },
    velocity: velocityView(receiver.velocity), sensor_id: receiver.sensorId, surface_item_id: receiver.surfaceItemId, phone: receiver.phone, terminal_id: receiver.terminalId,
    registered: protocol === 'jt808' ? receiver.authCodeSha256 !== null : null, connected,
    age_s: last ? Math.max(0, Math.round((nowMs - last.fix.atMs) / 1000)) : null, last: last ? positionView(last) : null, counted,
  }
}
