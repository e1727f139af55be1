import type { Answer, Question } from '../part-protocol'
import { createBareStreamPart } from './bare-stream-part'
import { createControllersPart } from './controllers-part'
import { createForecastPart } from './forecast-part'
import { createLoadPart } from './load-part'
import type { Role } from './roles'
import { createServerPart } from './server-part'
import { createStreamClientsPart } from './stream-clients-part'

type Handlers = Record<string, (options: never) => Promise<unknown>>
const roles: Record<Role, () => { handlers: object; end(): Promise<void> }> = {
  server: createServerPart, controllers: createControllersPart, forecast: createForecastPart, load: createLoadPart, 'bare-stream': createBareStreamPart, 'stream-clients': createStreamClientsPart,
}

/** Entry of a bench's side process: plays one role, answers questions, ends with its channel. */
const role = process.argv[2] as Role
const { handlers, end } = roles[role]()

process.on('message', ({ id, what, options }: Question) => {
  const work = (handlers as Handlers)[what]
  const answer = (message: Omit<Answer, 'id'>): void => void process.send?.({ id, ...message })
  if (!work) return answer({ error: `cannot ${what}` })
  work(options as never).then((result) => answer({ result }), (error: unknown) => answer({ error: error instanceof Error ? error.stack ?? error.message : String(error) }))
})
process.once('disconnect', () => void end().then(() => process.exit(0), () => process.exit(1)))
// Ctrl-C reaches the whole group: the bench itself ends, and with it this channel.
process.on('SIGINT', () => {})
