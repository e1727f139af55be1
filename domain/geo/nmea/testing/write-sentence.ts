/** A sentence with its checksum and line end, from what stands between `$` and `*`. */
export function writeSentence(body: string): string {
  let sum = 0
  for (const letter of body) sum ^= letter.charCodeAt(0)
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`
}

const dm = (degrees: number, digits: number): string => {
  const whole = Math.floor(degrees)
  return `${String(whole).padStart(digits, '0')}${((degrees - whole) * 60).toFixed(7).padStart(10, '0')}`
}
const clockOf = (at: Date): string => `${at.toISOString().slice(11, 19).replaceAll(':', '')}.${String(at.getUTCMilliseconds()).padStart(3, '0')}`

export interface WrittenFix { at: Date; lon: number; lat: number; quality?: number; courseDeg?: number; speedKn?: number; surfaceC?: number; sigmaM?: number }

/** What a receiver says of one instant: GGA, GST, RMC, and a road thermometer's XDR. */
export function writeFix({ at, lon, lat, quality = 4, courseDeg = 90, speedKn = 20, surfaceC, sigmaM = 0.02 }: WrittenFix): string {
  const place = `${dm(lat, 2)},N,${dm(lon, 3)},E`
  const date = at.toISOString().slice(2, 10).split('-').reverse().join('')
  const mode = 'NADPRFEMS'[quality]!
  return [
    `GNGGA,${clockOf(at)},${quality === 0 ? ',,,' : place},${quality},18,0.7,141.2,M,9.8,M,1.0,0001`,
    `GNGST,${clockOf(at)},0.01,${sigmaM},${sigmaM},0,${sigmaM},${sigmaM},${sigmaM}`,
    `GNRMC,${clockOf(at)},${quality === 0 ? 'V' : 'A'},${quality === 0 ? ',,,' : place},${speedKn},${courseDeg},${date},,,${mode},V`,
    ...(surfaceC === undefined ? [] : [`YXXDR,C,${surfaceC},C,SURFACE`]),
  ].map(writeSentence).join('')
}
