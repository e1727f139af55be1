import { BlockList, isIP } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'

declare module 'hono' {
  /** Set by `locateRequests`: the client's address, and whether it speaks TLS all the way to us or to a proxy that we trust. */
  interface ContextVariableMap { address: string; isSecure: boolean }
}

/** Single addresses and networks in CIDR, as the configuration has judged them. */
export function networksOf(list: readonly string[]): BlockList {
  const networks = new BlockList()
  for (const text of list) {
    const [address = '', bits] = text.split('/')
    const isV6 = isIP(address) === 6
    networks.addSubnet(address, bits === undefined ? (isV6 ? 128 : 32) : Number(bits), isV6 ? 'ipv6' : 'ipv4')
  }
  return networks
}

/** An address without what the socket wraps it in: `::ffff:10.0.0.1` is 10.0.0.1. */
const bare = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')

/**
 * Says of each request where it comes from. What a proxy tells of it (X-Forwarded-For, -Proto) counts only when the proxy itself is trusted: the address is
 * the last in the chain that is no trusted proxy, because everything before it was written by whoever asks.
 */
export function locateRequests(trusted: BlockList): MiddlewareHandler {
  const isTrusted = (address: string): boolean => {
    const family = isIP(address)
    return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
  return async (context, next) => {
    const socket = (context.env as Partial<HttpBindings> | undefined)?.incoming?.socket as { remoteAddress?: string; encrypted?: boolean } | undefined
    // Requests without a socket (tests) all come from one place.
    const peer = bare(socket?.remoteAddress ?? 'no socket')
    const isFromProxy = isTrusted(peer)
    const chain = isFromProxy ? (context.req.header('x-forwarded-for') ?? '').split(',').map(bare).filter(Boolean) : []
    const told = chain.findLast((address) => !isTrusted(address)) ?? chain[0]
    context.set('address', told !== undefined && isIP(told) !== 0 ? told : peer)
    context.set('isSecure', socket?.encrypted === true || (isFromProxy && context.req.header('x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https'))
    await next()
  }
}

/** Where a request comes from. */
export const remoteAddress = (context: Context): string => context.get('address') ?? 'no socket'
