import type { Context } from 'hono'

/** What the page may load: its own files, workers of its own making (the map's), and nothing from elsewhere. */
const pagePolicy = [
  "default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "worker-src 'self' blob:", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:", "font-src 'self' data:",
  "connect-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
].join('; ')

const always: Record<string, string> = {
  'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), payment=(), usb=()',
}
/** A year: whoever came over TLS once comes over nothing else. */
const strictTransport = 'max-age=31536000'

const isData = (path: string): boolean => path === '/metrics' || path.startsWith('/api/')

/** The headers of every answer. Data shows nothing and is shown in nothing; the page's workers go by the policy of their own files, which is the page's. */
export const securityHeaders = (context: Context): Record<string, string> => ({
  ...always, 'content-security-policy': isData(context.req.path) ? "default-src 'none'; frame-ancestors 'none'" : pagePolicy,
  ...(context.get('isSecure') ? { 'strict-transport-security': strictTransport } : {}),
})

export function setSecurityHeaders(context: Context): void {
  for (const [name, value] of Object.entries(securityHeaders(context))) context.res.headers.set(name, value)
}
