import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/** Where a request comes from; requests without a socket (tests) all come from one place. */
export const remoteAddress = (context: Context): string => (context.env as Partial<HttpBindings> | undefined)?.incoming?.socket.remoteAddress ?? 'no socket'
