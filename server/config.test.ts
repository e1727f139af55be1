import { expect, it } from 'vitest'
import { readConfig } from './config'

it('has safe defaults: loopback, no public reading, no operator, a secret of its own', () => {
  expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 8080, publicRead: false, operator: null, secret: null, databaseUrl: null, dataDir: './data/city', retentionDays: 400 })
})

it('keeps colons in a password', () => {
  expect(readConfig({ HEARTHWAY_OPERATOR: 'li:a:b:c:d:e:f:g' }).operator).toEqual({ name: 'li', password: 'a:b:c:d:e:f:g' })
})

it('takes the address people use as an origin only', () => {
  expect(readConfig({}).publicUrl).toBeNull()
  expect(readConfig({ HEARTHWAY_PUBLIC_URL: 'https://roads.example.cn/' }).publicUrl?.origin).toBe('https://roads.example.cn')
  for (const faulty of ['roads.example.cn', 'ftp://roads.example.cn', 'https://roads.example.cn/map', 'https://roads.example.cn/?a=1', 'https://li:secret@roads.example.cn']) {
    expect(() => readConfig({ HEARTHWAY_PUBLIC_URL: faulty }), faulty).toThrow(/HEARTHWAY_PUBLIC_URL.*https:\/\//)
  }
})

it('takes a certificate with its key, and proxies by address or network', () => {
  expect(readConfig({})).toMatchObject({ tls: null, trustedProxies: [] })
  expect(readConfig({ HEARTHWAY_TLS_CERT: '/etc/c.pem', HEARTHWAY_TLS_KEY: '/etc/k.pem', HEARTHWAY_TRUSTED_PROXY: '10.0.0.0/8, ::1' })).toMatchObject({ tls: { certFile: '/etc/c.pem', keyFile: '/etc/k.pem' }, trustedProxies: ['10.0.0.0/8', '::1'] })
  expect(() => readConfig({ HEARTHWAY_TLS_CERT: '/etc/c.pem' })).toThrow(/HEARTHWAY_TLS_KEY: expected both/)
  for (const faulty of ['10.0.0.0/33', 'proxy.local', '10.0.0/8', '::1/129', '10.0.0.0/8/8']) expect(() => readConfig({ HEARTHWAY_TRUSTED_PROXY: faulty }), faulty).toThrow('such as 10.0.0.0/8')
})

it('listens to receivers only where a port is given, and then on loopback', () => {
  expect(readConfig({}).receivers).toEqual({ host: '127.0.0.1', nmeaPort: null, jt808Port: null })
  expect(readConfig({ HEARTHWAY_NMEA_PORT: '10110', HEARTHWAY_JT808_PORT: '0', HEARTHWAY_RECEIVER_HOST: '::' }).receivers).toEqual({ host: '::', nmeaPort: 10110, jt808Port: 0 })
  expect(() => readConfig({ HEARTHWAY_NMEA_PORT: 'nmea' })).toThrow(/HEARTHWAY_NMEA_PORT/)
})

it('takes the weather from an address or a file', () => {
  expect(readConfig({}).weather).toBeNull()
  for (const good of ['https://api.open-meteo.com/v1/forecast?latitude=45.75', '/srv/weather.json', 'C:\\weather\\shanghai.epw', 'weather.json']) expect(readConfig({ HEARTHWAY_WEATHER: good }).weather).toBe(good)
  for (const faulty of ['ftp://weather.example.cn/today', 'file:///srv/weather.json', 'https://']) expect(() => readConfig({ HEARTHWAY_WEATHER: faulty }), faulty).toThrow(/HEARTHWAY_WEATHER: expected/)
})

it('names every faulty variable at once and how to mend it', () => {
  const faulty = { HEARTHWAY_PORT: 'http', HEARTHWAY_PUBLIC_READ: 'maybe', HEARTHWAY_OPERATOR: 'li:too short', HEARTHWAY_SECRET: 'short', HEARTHWAY_DATABASE_URL: 'mysql://x', HEARTHWAY_LOG_LEVEL: 'loud' }
  expect(() => readConfig(faulty)).toThrow(/HEARTHWAY_DATABASE_URL.*\n.*LOG_LEVEL[^]*HEARTHWAY_PORT[^]*PUBLIC_READ[^]*SECRET[^]*OPERATOR/)
})
