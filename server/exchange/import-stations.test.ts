import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { gaussKruger } from './testing/harbin-zone'
import { toGcj02 } from '#domain/geo/gcj02/gcj02'
import type { ImportTask } from './prepare-import'
import { prepareImport } from './prepare-import'
import { readTable } from './formats/read-table'
import { ImportRefused } from './import-refused'

const folder = mkdtempSync(join(tmpdir(), 'hearthway-stations-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
const read = (content: string | Uint8Array, more: Partial<ImportTask> = {}) => {
  const path = join(folder, `${++files}.csv`)
  writeFileSync(path, content)
  return prepareImport({ path, shown: 'stations.csv', name: 'x', pieceM: 200, nowMs: 0, standing: [], published: [], ...more })
}
const table = (content: string | Uint8Array) => readTable(typeof content === 'string' ? new TextEncoder().encode(content) : content, 't.csv', {})

describe('tables', () => {
  it.each([
    ['commas', 'id,name\na,x\n', [[2, ['a', 'x']]]],
    ['semicolons and a byte order mark', '\ufeffid;name\r\na;"x;y"\r\n', [[2, ['a', 'x;y']]]],
    ['tabs, old ends of lines', 'id\tname\ra\tx', [[2, ['a', 'x']]]],
    ['quotes, their doubles, lines within', 'id,name\n"a","x ""y""\nz"\nb,\n', [[2, ['a', 'x "y"\nz']], [4, ['b', '']]]],
    ['what spreadsheets write', 'sep=;\r\nid;name;;\r\na;x;;\r\n;;;\r\n', [[3, ['a', 'x']]]],
  ])('reads %s', (_, text, rows) => { expect(table(text).rows.map(({ line, values }) => [line, values])).toEqual(rows) })

  it('tells the line of what it cannot read, and takes the others', () => {
    expect(table('id,name\na\nb,"x"y\nc,z\nd,1,2\ne,"open\nf,g\n').rows.map(({ line, fault }) => [line, fault && fault.slice(0, 20)])).toEqual([[2, '1 fields, and the he'], [3, 'something follows a '], [4, null], [5, '3 fields, and the he'], [6, 'a quote is opened an']])
  })

  it('reads UTF-16 and GB 18030, and says so', () => {
    const text = '编号,名称\n1,中山路大桥\n'
    expect(table(new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')))).toMatchObject({ fields: ['编号', '名称'], encoding: { name: 'utf-16le' } })
    // 编号,名称 / 1,中山路大桥
    const bytes = Buffer.from('b1e0bac52cc3fbb3c60a312cd6d0c9bdc2b7b4f3c7c50a', 'hex')
    expect(table(new Uint8Array(bytes))).toMatchObject({ fields: ['编号', '名称'], rows: [{ values: ['1', '中山路大桥'] }], encoding: { name: 'gb18030' } })
  })

  it.each([['', /empty/], ['id\n1\n', /one column only/], ['id,id\n1,2\n', /two columns are called "id"/], ['id,name\n', /no rows/], ['id,,name\n1,2,3\n', /column 2 has no name/]])('refuses %j', (text, words) => { expect(() => table(text)).toThrow(words) })
})

describe('rows', () => {
  it('reads places, sensors and surveys under Chinese names', async () => {
    const { stations, plan, source } = await read('测站编号,站名,经度,纬度,观测要素,坐标框架,历元,改正数来源\nrs-1,江北桥南,126.6,45.8,路表、-5cm、气温,ITRF2014,2026.5,CORS\nrs-2,中山路,126.61,45.81,,,,\n')
    expect(plan.refused).toEqual([])
    expect(source).toMatchObject({ format: 'csv', crs: { code: 'EPSG:4490' }, mapping: { id: '测站编号', lon: '经度', frame: '坐标框架' } })
    const [first, second] = stations!
    expect(first).toMatchObject({ line: 2, id: 'rs-1', name: { zh: '江北桥南', en: '江北桥南' }, points: ['surface', 'pavement', 'air'], survey: { position: [126.6, 45.8], frame: 'ITRF2014', epochYear: 2026.5, correctionSource: 'network-rtk' } })
    // Carried back by 26.5 years of the plate's motion, to the west and north; in China 0.70 to 0.77 m (domain/geo/epoch).
    const [eastM, northM] = [(first!.position![0] - 126.6) * 77_700, (first!.position![1] - 45.8) * 111_100]
    expect([eastM < 0, northM > 0, Math.hypot(eastM, northM) > 0.69, Math.hypot(eastM, northM) < 0.78]).toEqual([true, true, true, true])
    expect(second).toMatchObject({ line: 3, position: [126.61, 45.81], survey: null, points: [] })
  })

  it('refuses each faulty row with its line and the reason', async () => {
    const rows: [string, string][] = [
      [',a,126.6,45.8,,,', 'bad_id'], ['a b,a,126.6,45.8,,,', 'bad_id'], ['r1,a,"126,6",45.8,,,', 'bad_coordinates'], ['r2,a,126.6,,,,', 'bad_coordinates'], ['r3,a,126.6,95,,,', 'out_of_range'],
      ['r4,a,,,,,', 'no_place'], ['r5,a,,,,K1+200,', 'no_place'], ['r6,a,,,,12.3,', 'bad_stake'], ['r7,a,,,,G1 ZK1+200,', 'bad_stake'], ['r8,a,126.6,45.8,radar,,', 'unknown_sensor'], ['r9,a,,,,G1 K1+200,CGCS2000', 'bad_survey'],
      ['r10,a,126.6,45.8,,,ITRF2014', 'bad_survey'], ['r11,a', 'bad_row'], ['r12,good,126.6,45.8,,,', ''], ['r12,again,126.6,45.8,,,', 'id_taken'], ['r13,a\u0000,126.6,45.8,,,', 'bad_text'],
    ]
    const { plan, stations } = await read(`id,name,lon,lat,sensors,stake,frame\n${rows.map(([row]) => row).join('\n')}\n`)
    expect(plan.refused.map(({ index, reason }) => [index, reason])).toEqual(rows.flatMap(([, reason], i) => (reason ? [[i + 2, reason]] : [])))
    expect(stations!.map(({ id }) => id)).toEqual(['r12'])
  })

  it('takes yes and no, and a stake with its route in one or two columns', async () => {
    const { stations } = await read('id,route,stake,surface,slab,wind\na,G1,k12 + 300,是,0,x\nb,,G1 K12+300.5,,1,否\n')
    expect(stations!.map(({ route, stake, points }) => [route, stake, points])).toEqual([['G1', 'K12+300', ['surface', 'wind']], ['G1', 'K12+300.5', ['slab']]])
  })

  it.each([['x,y\n1,2', /no column is the id/], ['id,name\n1,2', /where the stations are/], ['id,x,y,crs\n1,2,3,4547\n2,3,4,4548', /several reference systems/], ['id,x,y,crs\n1,2,3,地方坐标', /not known here/]])('refuses a table that %j', async (text, words) => { await expect(read(`${text}\n`)).rejects.toThrow(words) })
})

describe('coordinates of tables', () => {
  const places: [number, number][] = [[126.6, 45.75], [126.605, 45.76], [126.61, 45.77], [126.615, 45.78], [126.62, 45.79]]
  const standing = places.map(([lon, lat]) => ({ name: null, axis: [[lon - 0.0005, lat], [lon + 0.0005, lat]] as [number, number][] }))
  const rowsOf = (at: readonly (readonly [number, number])[], head = 'id,x,y') => `${head}\n${at.map(([x, y], i) => `s${i},${x},${y}`).join('\n')}\n`
  const kinds = async (...args: Parameters<typeof read>): Promise<string[]> => (await read(...args)).findings.map(({ kind }) => kind)

  it('reads Gauss-Krueger with and without its zone, and asks where nobody says', async () => {
    const bare = rowsOf(places.map((place) => gaussKruger(place)))
    const { stations, findings } = await read(bare, { crs: 'EPSG:4551', standing })
    expect(findings).toEqual([])
    stations!.forEach(({ position }, i) => places[i]!.forEach((value, axis) => { expect(position![axis]).toBeCloseTo(value, 7) }))
    const prefixed = await read(rowsOf(places.map((place) => gaussKruger(place, 42))), { crs: 'EPSG:4551', standing })
    expect([prefixed.source.crs?.code, prefixed.findings]).toEqual(['EPSG:4530', []])
    expect(await kinds(bare, { standing })).toEqual(['crs_unknown'])
    expect((await read(bare, { standing })).stations).toEqual([])
    expect(await kinds(rowsOf(places.map((place) => gaussKruger(place, 41))), { crs: 'EPSG:4530', standing })).toEqual(['zone_conflict'])
    expect(await kinds(rowsOf(places.map((place) => gaussKruger(place).toReversed() as [number, number])), { crs: 'EPSG:4551', standing })).toEqual(['axes_swapped'])
  })

  it('asks about a shift and swapped axes, and takes the answer', async () => {
    const shifted = rowsOf(places.map((place) => toGcj02(place)), 'id,lon,lat')
    expect(await kinds(shifted, { standing })).toEqual(['shifted_datum'])
    const right = await read(shifted, { standing, acceptAs: ['gcj02'] })
    expect(right.findings).toEqual([])
    right.stations!.forEach(({ position }, i) => places[i]!.forEach((value, axis) => { expect(position![axis]).toBeCloseTo(value, 6) }))
    expect(await kinds(rowsOf(places, 'id,lon,lat'), { standing })).toEqual([])
    expect(await kinds(rowsOf(places.map(([lon, lat]) => [lat, lon]), 'id,lon,lat'), { standing })).toEqual(['axes_swapped'])
    expect(await kinds(rowsOf(places.map(([lon, lat]) => [lon - 9, lat]), 'id,lon,lat'), { standing })).toEqual(['far_away'])
  })
})

it('never falls over any text: every row is read or refused, or the whole is refused in words', async () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('126.6', '45.8', '"', '""', 'G1', 'K1+200', 'id', '气温', '2026', 'ITRF2014', '\0', '\ud800', '-', '1e400'))
  const line = fc.array(cell, { maxLength: 9 }).chain((cells) => fc.constantFrom(',', ';', '\t').map((separator) => cells.join(separator)))
  const head = fc.constantFrom('id,lon,lat,route,stake,frame,epoch', 'id;x;y;crs', '编号\t桩号\t路线', 'id,lon,lat,sensors', '')
  await fc.assert(fc.asyncProperty(head, fc.array(line, { maxLength: 8 }), async (first, lines) => {
    const text = [first, ...lines].join('\n')
    const done = await read(text).catch((error: unknown) => { if (error instanceof ImportRefused) return null; throw error })
    if (!done) return
    const asked = done.findings.some(({ kind }) => kind === 'crs_unknown')
    expect(done.stations!.length + done.plan.refused.length).toBe(asked ? 0 : done.plan.features)
  }), { numRuns: Number(process.env['HEARTHWAY_RUNS'] ?? 200) })
})
