import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseEpw } from './parse-epw'

const folder = process.env['HEARTHWAY_WEATHER_DATA'] ?? '../shared/data/weather'
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.epw')) : []
const replay = (iso: string) => ({ nowMs: Date.parse(iso), pastH: 24, aheadH: 50, source: 'epw' })

/** A year of UTC+8 whose air temperature tells month, day and hour: mmdd in hundredths is too much for it, so day + hour / 100, -20 in winter. */
function ownYear(change: (cells: string[], month: number, day: number, hour: number) => void = () => {}): string {
  const head = ['LOCATION,Test,-,CHN,own,0,45.75,126.64,8.0,142.0', 'DESIGN CONDITIONS,0', 'TYPICAL/EXTREME PERIODS,0', 'GROUND TEMPERATURES,0', 'HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0', 'COMMENTS 1,written for this test', 'COMMENTS 2', 'DATA PERIODS,1,1,Data,Sunday,1/ 1,12/31']
  const rows: string[] = []
  for (let at = Date.UTC(2023, 0, 1); at < Date.UTC(2024, 0, 1); at += 3_600_000) {
    const date = new Date(at)
    const [month, day, hour] = [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours() + 1]
    const cells = Array.from({ length: 35 }, () => '0')
    Object.assign(cells, { 0: '2013', 1: month, 2: day, 3: hour, 4: '60', 6: day + hour / 100, 7: -20, 8: 20, 9: 100_000 + month, 12: 250, 13: hour > 8 && hour < 17 ? 200 : 0, 21: 3, 22: 5, 33: hour === 6 ? 1.5 : 0 })
    change(cells, month, day, hour)
    rows.push(cells.join(','))
  }
  return [...head, ...rows, ''].join('\r\n')
}
const good = (parsed: ReturnType<typeof parseEpw>) => {
  if ('refused' in parsed) throw new Error(JSON.stringify(parsed.refused))
  return parsed
}

it('lays the year onto the site calendar: hour 14 is 14:00 local time, hour 24 the midnight that ends the day', () => {
  const { series, repairs } = good(parseEpw(ownYear(), replay('2026-11-23T18:00:00+08:00')))
  expect(series).toMatchObject({ startMs: Date.parse('2026-11-22T18:00:00+08:00'), stepS: 3600, count: 75, issuedAtMs: Date.parse('2026-11-23T18:00:00+08:00') })
  expect(series.airTemperatureC[24]).toBeCloseTo(23.18, 9)
  expect(series.airTemperatureC[6]).toBeCloseTo(22.24, 9)
  expect(series.pressurePa[24]).toBe(100_011)
  expect([series.cloudFraction[0], series.longwaveDownWPerM2[0], series.precipitationMmPerH[12], series.precipitationMmPerH[13]]).toEqual([0.5, 250, 1.5, 0])
  expect(repairs).toMatchObject([{ field: 'time', reason: { en: 'a replay of another year, no forecast' } }])
})

it('goes over the turn of the year, and takes the 28th again on a 29 February the file does not have', () => {
  const turn = good(parseEpw(ownYear(), replay('2026-12-31T12:00:00+08:00'))).series
  expect([turn.airTemperatureC[24], turn.airTemperatureC[37]]).toEqual([expect.closeTo(31.12, 9), expect.closeTo(1.01, 9)])
  const leap = good(parseEpw(ownYear(), replay('2028-02-29T12:00:00+08:00'))).series
  expect(leap.airTemperatureC[24]).toBeCloseTo(28.12, 9)
})

it('bridges missing codes, goes without precipitation if there is none, and refuses what is no year', () => {
  const holes = good(parseEpw(ownYear((cells, month, day, hour) => { if (month === 11 && day === 24 && hour < 3) cells[6] = '99.9'; cells[33] = '999' }), replay('2026-11-23T18:00:00+08:00')))
  expect(holes.repairs.map(({ field, count }) => [field, count])).toEqual([['time', 75], ['rain', 75], ['air', 2]])
  expect(holes.series.precipitationMmPerH.every((mm) => mm === 0)).toBe(true)
  expect(parseEpw('LOCATION,a,b\n', replay('2026-11-23T18:00:00Z'))).toMatchObject({ refused: { field: 'LOCATION' } })
  expect(parseEpw(ownYear().split('\r\n').slice(0, 5000).join('\n'), replay('2026-11-23T18:00:00Z'))).toMatchObject({ refused: { field: 'DATA PERIODS' } })
  expect(parseEpw(ownYear((cells) => { cells[9] = '9000' }), replay('2026-11-23T18:00:00Z'))).toMatchObject({ refused: { field: 'pressure' } })
})

it.skipIf(files.length === 0)(`finds weather years in ${folder}`, () => expect(files.length).toBeGreaterThan(0))
it.skipIf(files.length === 0).each(files)('replays every day of %s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  for (let day = 0; day < 365; day += 7) {
    const { series } = good(parseEpw(text, replay(new Date(Date.UTC(2026, 0, 1 + day, 4)).toISOString())))
    expect(series.count).toBe(75)
    // Noon has sun and midnight has none: the hours are not shifted.
    if (day % 21 === 0) expect(series.shortwaveDownWPerM2[24]).toBeGreaterThan(series.shortwaveDownWPerM2[12]!)
    expect(series.shortwaveDownWPerM2[12]).toBe(0)
  }
})
