import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { createSecureContext } from 'node:tls'

export interface TlsFiles { certFile: string; keyFile: string }

interface Pair { cert: string; key: string }

/** @throws Error that names the files, when they cannot be read or do not fit each other */
export function readCertificate({ certFile, keyFile }: TlsFiles): Pair {
  try {
    const pair = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
    createSecureContext(pair)
    return pair
  } catch (error) {
    throw new Error(`HEARTHWAY_TLS_CERT (${certFile}) and HEARTHWAY_TLS_KEY (${keyFile}) cannot be used: ${(error as Error).message}`, { cause: error })
  }
}

/** What the listener needs to speak TLS 1.2 or newer. */
export const tlsListener = (files: TlsFiles) => ({ createServer, serverOptions: { ...readCertificate(files), minVersion: 'TLSv1.2' as const } })

/** Takes a renewed certificate up without a restart; a faulty one is left and the old one stays. @returns whether there was a new one */
export function renewCertificate(server: Pick<Server, 'setSecureContext'>, files: TlsFiles, shown: Pair): Pair | null {
  const pair = readCertificate(files)
  if (pair.cert === shown.cert && pair.key === shown.key) return null
  server.setSecureContext({ ...pair, minVersion: 'TLSv1.2' })
  return pair
}
