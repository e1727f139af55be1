/** What the library set under a name: its value, or null when it set none or took it back. */
export function cookieSet(headers: Headers, name: string): string | null {
  const set = headers.getSetCookie().filter((line) => line.startsWith(`${name}=`)).at(-1)
  const value = set?.slice(name.length + 1).split(';')[0]
  return value ? decodeURIComponent(value) : null
}

/** Headers that give the library its cookies back, and say where a request comes from. */
export function headersWith(cookies: Record<string, string>, address?: string): Headers {
  const headers = new Headers({ cookie: Object.entries(cookies).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ') })
  if (address !== undefined) headers.set('x-forwarded-for', address)
  return headers
}
