import { isIP } from 'node:net'
import { join } from 'node:path'
import { leastPasswordLength } from '#domain/identity/password-policy'

/** The environment, parsed once. Every variable is documented here and in the README. */
export interface Config {
  /** HEARTHWAY_DATABASE_URL: PostgreSQL + PostGIS; absent = the embedded engine in `dataDir`. */
  databaseUrl: string | null
  /** HEARTHWAY_DATA_DIR: folder of the embedded engine, default ./data/city. */
  dataDir: string
  /** HEARTHWAY_HOST: address to listen on, default 127.0.0.1. */
  host: string
  /** HEARTHWAY_PORT: default 8080; 0 picks a free one. */
  port: number
  /** HEARTHWAY_PUBLIC_URL: where people open it when a reverse proxy stands before it; decides the cookie's Secure flag and is an accepted Origin. */
  publicUrl: URL | null
  /** HEARTHWAY_TLS_CERT, HEARTHWAY_TLS_KEY: PEM files of certificate (with its chain) and key; with them the server speaks TLS alone. Read again every hour. */
  tls: { certFile: string; keyFile: string } | null
  /** HEARTHWAY_TRUSTED_PROXY: addresses or networks (CIDR), by commas, of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; absent = nobody's. */
  trustedProxies: string[]
  /** HEARTHWAY_PUBLIC_READ: map, zones and exports without signing in; default off, on in the demo. */
  publicRead: boolean
  /** HEARTHWAY_SECRET: signs session cookies and encrypts second factors; absent = one is made and kept in the database, and so in its backups. */
  secret: string | null
  /** HEARTHWAY_OPERATOR: name:password of an operator to be made at start where no account has that name; `npm run admin` makes the others. */
  operator: { name: string; password: string } | null
  /** HEARTHWAY_RETENTION_DAYS: readings older than this are dropped by whole months, default 400. */
  retentionDays: number
  /** HEARTHWAY_WEATHER: where the weather forecast comes from: http(s) address or path of Open-Meteo-shaped JSON, or a path ending in .epw (a replay); absent = no forecasts. */
  weather: string | null
  /** HEARTHWAY_AUDIT_HEAD: file in which the end of the audit chain is noted, default audit-head.jsonl in the data folder; best where the database's administrator cannot write. */
  auditHead: string
  /** HEARTHWAY_REGISTER_MAPS: folder of register maps (*.json, docs/register-maps.md) beside those of the program; absent = none. */
  registerMaps: string | null
  /** HEARTHWAY_NMEA_PORT, HEARTHWAY_JT808_PORT: TCP ports for satellite receivers (docs/receivers.md); absent = nobody listens, 0 picks a free one. HEARTHWAY_RECEIVER_HOST: address to listen on, default 127.0.0.1. */
  receivers: { host: string; nmeaPort: number | null; jt808Port: number | null }
  /** HEARTHWAY_LOG_LEVEL: trace, debug, info, warn, error, silent; default info. */
  logLevel: string
}

/** @throws Error that lists every faulty variable with what it should be */
export function readConfig(env: Record<string, string | undefined>): Config {
  const faults: string[] = []
  const integer = (name: string, fallback: number, min: number, max: number): number => {
    const text = env[name]
    if (text === undefined || text === '') return fallback
    const value = Number(text)
    if (Number.isInteger(value) && value >= min && value <= max) return value
    faults.push(`${name}="${text}": expected a whole number from ${min} to ${max}`)
    return fallback
  }
  const optionalPort = (name: string): number | null => (env[name] ? integer(name, 0, 0, 65_535) : null)
  const flag = (name: string, fallback: boolean): boolean => {
    const text = env[name]?.toLowerCase()
    if (text === undefined || text === '') return fallback
    if (['1', 'true', 'on', 'yes'].includes(text)) return true
    if (['0', 'false', 'off', 'no'].includes(text)) return false
    faults.push(`${name}="${text}": expected on or off`)
    return fallback
  }
  const url = env['HEARTHWAY_DATABASE_URL'] || null
  if (url !== null && !/^postgres(ql)?:\/\//.test(url)) faults.push('HEARTHWAY_DATABASE_URL: expected postgresql://user:password@host:port/database')
  const level = env['HEARTHWAY_LOG_LEVEL'] || 'info'
  if (!['trace', 'debug', 'info', 'warn', 'error', 'silent'].includes(level)) faults.push(`HEARTHWAY_LOG_LEVEL="${level}": expected trace, debug, info, warn, error or silent`)
  const weather = env['HEARTHWAY_WEATHER'] || null
  if (weather !== null && /^[a-z][a-z\d+.-]+:\/\//i.test(weather) && !(/^https?:/i.test(weather) && URL.canParse(weather))) faults.push('HEARTHWAY_WEATHER: expected http://... or https://... or the path of a file')
  const config: Config = {
    databaseUrl: url,
    dataDir: env['HEARTHWAY_DATA_DIR'] || './data/city',
    host: env['HEARTHWAY_HOST'] || '127.0.0.1',
    port: integer('HEARTHWAY_PORT', 8080, 0, 65_535),
    publicUrl: readPublicUrl(env['HEARTHWAY_PUBLIC_URL'], faults),
    tls: readTls(env['HEARTHWAY_TLS_CERT'], env['HEARTHWAY_TLS_KEY'], faults),
    trustedProxies: readProxies(env['HEARTHWAY_TRUSTED_PROXY'], faults),
    publicRead: flag('HEARTHWAY_PUBLIC_READ', false),
    secret: readSecret(env['HEARTHWAY_SECRET'], faults),
    operator: readOperator(env['HEARTHWAY_OPERATOR'], faults),
    retentionDays: integer('HEARTHWAY_RETENTION_DAYS', 400, 1, 36_500),
    weather,
    registerMaps: env['HEARTHWAY_REGISTER_MAPS'] || null,
    receivers: { host: env['HEARTHWAY_RECEIVER_HOST'] || '127.0.0.1', nmeaPort: optionalPort('HEARTHWAY_NMEA_PORT'), jt808Port: optionalPort('HEARTHWAY_JT808_PORT') },
    auditHead: env['HEARTHWAY_AUDIT_HEAD'] || join(env['HEARTHWAY_DATA_DIR'] || './data/city', 'audit-head.jsonl'),
    logLevel: level,
  }
  if (faults.length > 0) throw new Error(`The environment cannot be used:\n  ${faults.join('\n  ')}`)
  return config
}

function readPublicUrl(text: string | undefined, faults: string[]): URL | null {
  if (!text) return null
  const url = URL.canParse(text) ? new URL(text) : null
  // Origin only: the page asks for its parts from the root.
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url
  faults.push('HEARTHWAY_PUBLIC_URL: expected https://name or https://name:port, without path, query or password')
  return null
}

function readTls(certFile: string | undefined, keyFile: string | undefined, faults: string[]): Config['tls'] {
  if (!certFile && !keyFile) return null
  if (certFile && keyFile) return { certFile, keyFile }
  faults.push('HEARTHWAY_TLS_CERT and HEARTHWAY_TLS_KEY: expected both, the paths of PEM files, or neither')
  return null
}

function readProxies(text: string | undefined, faults: string[]): string[] {
  const list = (text ?? '').split(',').map((part) => part.trim()).filter(Boolean)
  for (const part of list) {
    const [address = '', bits, ...more] = part.split('/')
    const family = isIP(address)
    if (family === 0 || more.length > 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32)))) faults.push(`HEARTHWAY_TRUSTED_PROXY: "${part}" is no address and no network such as 10.0.0.0/8`)
  }
  return list
}

function readSecret(text: string | undefined, faults: string[]): string | null {
  if (!text) return null
  if (text.length < 32) faults.push('HEARTHWAY_SECRET: expected at least 32 random characters, for instance of `openssl rand -base64 33`')
  return text
}

function readOperator(text: string | undefined, faults: string[]): Config['operator'] {
  if (!text) return null
  const colon = text.indexOf(':')
  if (colon < 1 || text.length - colon - 1 < leastPasswordLength) {
    faults.push(`HEARTHWAY_OPERATOR: expected name:password with a password of at least ${leastPasswordLength} characters`)
    return null
  }
  return { name: text.slice(0, colon), password: text.slice(colon + 1) }
}
