import { expect, it } from 'vitest'
import { parseNmea } from '../geo/nmea/parse-nmea'
import { writeFix, writeSentence } from '../geo/nmea/testing/write-sentence'
import { endFix, noFixYet, takeSentence } from './assemble-fix'
import type { ReceivedFix, RefusedFix } from './receiver'

function assemble(text: string): (ReceivedFix | RefusedFix)[] {
  const fixes: (ReceivedFix | RefusedFix)[] = []
  let state = noFixYet
  for (const line of text.split('\r\n').filter(Boolean)) {
    const result = parseNmea(line)
    if (!result.accepted || result.ignored) throw new Error(`${line}: ${result.reason}`)
    const { next, fix } = takeSentence(state, result.sentence)
    state = next
    if (fix) fixes.push(fix)
  }
  const { fix } = endFix(state)
  return fix ? [...fixes, fix] : fixes
}
const at = new Date('2026-01-15T11:03:05.200Z')
const second = (n: number): Date => new Date(at.getTime() + n * 1000)

it('makes one position of the sentences of one instant, with heights apart, sigma, heading and surface temperature', () => {
  const [first, last, ...more] = assemble(writeFix({ at, lon: 126.6, lat: 45.75, surfaceC: -3.4 }) + writeFix({ at: second(1), lon: 126.6001, lat: 45.75 }))
  expect(more).toEqual([])
  expect(first).toMatchObject({ atMs: at.getTime(), fix: 'rtk_fixed', receiverAltitudeM: 141.2, geoidSeparationM: 9.8, headingDeg: 90, surfaceTemperatureC: -3.4 })
  expect((first as ReceivedFix).position[0]).toBeCloseTo(126.6, 9)
  expect((first as ReceivedFix).ellipsoidalHeightM).toBeCloseTo(151, 9)
  expect((first as ReceivedFix).sigmaM).toBeCloseTo(Math.hypot(0.02, 0.02), 9)
  expect(last).toMatchObject({ atMs: second(1).getTime(), surfaceTemperatureC: null })
})

it('tells no heading of what stands, and passes midnight', () => {
  const before = new Date('2026-01-15T23:59:59.500Z')
  const fixes = assemble(writeFix({ at: before, lon: 126.6, lat: 45.75, speedKn: 0.1 }) + writeFix({ at: new Date(before.getTime() + 1000), lon: 126.6, lat: 45.75 }))
  expect(fixes).toMatchObject([{ atMs: before.getTime(), headingDeg: null }, { atMs: before.getTime() + 1000, headingDeg: 90 }])
})

it('refuses by name what nobody measured, what is hard to believe and what has no date', () => {
  expect(assemble(writeFix({ at, lon: 126.6, lat: 45.75 }) + writeFix({ at: second(1), lon: 126.6, lat: 45.75, quality: 0 }))[1]).toEqual({ refused: 'no_fix' })
  expect(assemble(writeFix({ at, lon: 126.6, lat: 45.75, quality: 8 }))).toEqual([{ refused: 'simulated' }])
  expect(assemble(writeFix({ at, lon: 126.6, lat: 45.75, quality: 7 }))).toEqual([{ refused: 'manual' }])
  expect(assemble(writeFix({ at, lon: 0, lat: 0 }))).toEqual([{ refused: 'null_island' }])
  expect(assemble(writeFix({ at, lon: 126.6, lat: 45.75 }).split('\r\n')[0]!)).toEqual([{ refused: 'no_date' }])
  expect(assemble(writeSentence('GNRMC,110305.2,A,4545.0,N,12636.0,E,20,90,150126,,,S,V'))).toEqual([{ refused: 'simulated' }])
  expect(assemble(writeSentence('GNZDA,110305.2,15,01,2026,00,00'))).toEqual([])
})

it('takes a thermometer by its name and unit only', () => {
  const with_ = (xdr: string): unknown => assemble(writeFix({ at, lon: 126.6, lat: 45.75 }) + writeSentence(xdr))[0]
  expect(with_('WIXDR,C,-8.1,C,AIR,C,-3.5,C,Surface,P,1.01,B,')).toMatchObject({ surfaceTemperatureC: -3.5 })
  expect(with_('WIXDR,C,-8.1,C,AIR')).toMatchObject({ surfaceTemperatureC: null })
  expect(with_('YXXDR,C,269.7,K,SURFACE')).toMatchObject({ surfaceTemperatureC: null })
  expect(parseNmea(writeSentence('YXXDR,C,x,C,SURFACE'))).toEqual({ accepted: false, reason: 'number' })
  expect(parseNmea(writeSentence('YXXDR,C,1,C'))).toEqual({ accepted: false, reason: 'field_count' })
})
