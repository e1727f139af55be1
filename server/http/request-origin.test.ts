import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { locateRequests, networksOf } from './request-origin'

function ask(trusted: string[], peer: string, headers: Record<string, string> = {}, encrypted = false) {
  const app = new Hono()
  app.use('*', locateRequests(networksOf(trusted)))
  app.get('/', (c) => c.json([c.get('address'), c.get('isSecure')]))
  return Promise.resolve(app.request('/', { headers }, { incoming: { socket: { remoteAddress: peer, encrypted } } })).then((answer) => answer.json())
}

it('believes a forwarded address of a trusted proxy only, and of the chain only what trusted proxies wrote', async () => {
  const forwarded = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9, 10.0.0.2', 'x-forwarded-proto': 'https' }
  expect(await ask([], '10.0.0.1', forwarded)).toEqual(['10.0.0.1', false])
  expect(await ask(['10.0.0.0/8'], '198.51.100.1', forwarded)).toEqual(['198.51.100.1', false])
  expect(await ask(['10.0.0.0/8'], '::ffff:10.0.0.1', forwarded)).toEqual(['203.0.113.9', true])
  expect(await ask(['10.0.0.1'], '10.0.0.1', forwarded)).toEqual(['10.0.0.2', true])
  expect(await ask(['fd00::/8'], 'fd00::1', { 'x-forwarded-for': '2001:db8::7', 'x-forwarded-proto': 'http' })).toEqual(['2001:db8::7', false])
})

it('falls back to the socket when a proxy says nothing or nonsense', async () => {
  expect(await ask(['10.0.0.0/8'], '10.0.0.1')).toEqual(['10.0.0.1', false])
  expect(await ask(['10.0.0.0/8'], '10.0.0.1', { 'x-forwarded-for': 'unknown, "<script>"' })).toEqual(['10.0.0.1', false])
  expect(await ask([], '192.0.2.1', {}, true)).toEqual(['192.0.2.1', true])
})
