import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { Database } from '#db/database'
import type { Audit } from '#domain/audit/audit-entry'
import type { RegisterMapSize } from '#domain/network/resolve-plant'
import type { SiteClock } from '#domain/units/site-time'
import type { Denials } from '#server/audit/denials'
import type { Control } from '#server/control/create-control'
import type { ExportDesk } from '#server/exchange/exports/export-desk'
import type { ImportDesk } from '#server/exchange/import-desk'
import type { RunwayUses } from '#server/control/runway-uses'
import type { ForecastRoom } from '#server/forecast/forecast-room'
import type { WeatherDesk } from '#server/forecast/weather/weather-desk'
import type { Identity } from '#server/identity/identity'
import type { Ingest } from '#server/ingest/create-ingest'
import type { ReceiverDesk } from '#server/ingest/receivers/receiver-desk'
import type { Live } from '#server/live/create-live'
import type { Config } from '#server/config'
import type { CityInMemory } from './city-in-memory'

/** Everything the routes may use; main.ts fills it. */
export interface Services {
  config: Config
  version: string
  db: Database
  clock: SiteClock
  log: Logger
  metrics: Registry
  city(): CityInMemory
  ingest: Ingest
  receivers: ReceiverDesk
  live: Live
  control: Control
  runwayUses: RunwayUses
  weather: WeatherDesk
  forecast: Pick<ForecastRoom, 'whatIf' | 'thermalState' | 'status'>
  identity: Identity
  audit: Audit
  denials: Denials
  /** Files of roads on their way into the network. */
  imports: ImportDesk
  /** Files of segments that are made as a whole. */
  exports: ExportDesk
  demo: boolean
  /** Register maps that a plant file may name. */
  registerMaps: readonly RegisterMapSize[]
  /** Takes up a changed city now instead of within seconds. */
  takeChanges(): Promise<void>
  /** Folder with the built web page; null when the page is served elsewhere (development). */
  webDir: string | null
}
