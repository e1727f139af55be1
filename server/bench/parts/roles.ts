import type { BareStreamPart } from './bare-stream-part'
import type { ControllersPart } from './controllers-part'
import type { ForecastPart } from './forecast-part'
import type { LoadPart } from './load-part'
import type { ServerPart } from './server-part'
import type { StreamClientsPart } from './stream-clients-part'

/** Every role a bench process can play, and what it can be asked. */
export interface Parts { server: ServerPart; controllers: ControllersPart; forecast: ForecastPart; load: LoadPart; 'bare-stream': BareStreamPart; 'stream-clients': StreamClientsPart }
export type Role = keyof Parts
