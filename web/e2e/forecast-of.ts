import type { ForecastOverview } from '#domain/wire/forecast'
import type { Hearthway } from './hearthway'

/** An unheated road with a surface sensor of its own. */
export function measuredRoad({ network }: Hearthway) {
  const sensorOf = (id: string) => network.sensors.find(({ segment_id, quantity }) => segment_id === id && quantity === 'surface_temperature')
  const segment = network.segments.find(({ id, kind, loop_id }) => kind === 'road' && loop_id === null && sensorOf(id))!
  return { segment, sensor: sensorOf(segment.id)! }
}

export const get = async <T>(app: Hearthway, path: string): Promise<T> => (await (await fetch(`${app.url}${path}`)).json()) as T

export const forecastOverview = (app: Hearthway, asOf?: Date) => get<ForecastOverview>(app, `/api/forecast/overview${asOf ? `?asOf=${asOf.toISOString()}` : ''}`)
