import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, expect, it } from 'vitest'
import { locateRequests, networksOf } from './request-origin'
import { setSecurityHeaders } from './security-headers'
import { readCertificate, renewCertificate, tlsListener } from './tls-server'

const folder = mkdtempSync(join(tmpdir(), 'hearthway-tls-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A certificate of openssl's making. */
function certificate(name: string) {
  const files = { certFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) }
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`, '-days', '2', '-out', files.certFile, '-keyout', files.keyFile], { stdio: 'ignore' })
  return files
}

it('speaks TLS with the given files, says so in its headers, takes a renewed certificate up and leaves a faulty one', async () => {
  const [first, second] = [certificate('first'), certificate('second')]
  const app = new Hono()
  app.use('*', locateRequests(networksOf([])))
  app.use('*', async (c, next) => {
    await next()
    setSecurityHeaders(c)
  })
  app.get('/api/x', (c) => c.json(c.get('isSecure')))
  const server = createAdaptorServer({ fetch: app.fetch, ...tlsListener(first) }) as Server
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const ask = () => new Promise<{ name: string; body: string; hsts: string | undefined }>((resolve, reject) => {
    request({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, path: '/api/x', rejectUnauthorized: false, agent: false }, (answer) => {
      const name = String((answer.socket as import('node:tls').TLSSocket).getPeerCertificate().subject.CN)
      let body = ''
      answer.on('data', (part: Buffer) => { body += part.toString() }).on('end', () => resolve({ name, body, hsts: answer.headers['strict-transport-security'] }))
    }).on('error', reject).end()
  })
  try {
    expect(await ask()).toEqual({ name: 'first', body: 'true', hsts: 'max-age=31536000' })
    expect(renewCertificate(server, first, readCertificate(first))).toBeNull()
    expect(renewCertificate(server, second, readCertificate(first))).not.toBeNull()
    expect((await ask()).name).toBe('second')
    writeFileSync(second.certFile, 'not a certificate')
    expect(() => renewCertificate(server, second, readCertificate(first))).toThrow(/HEARTHWAY_TLS_CERT .* cannot be used/)
    expect((await ask()).name).toBe('second')
    expect(() => readCertificate({ certFile: first.certFile, keyFile: join(folder, 'none') })).toThrow(/HEARTHWAY_TLS_KEY/)
  } finally {
    server.close()
  }
})
