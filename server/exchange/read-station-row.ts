import { cgcs2000EpochYear, reduceToCgcs2000 } from '#domain/geo/epoch/reduce-to-cgcs2000'
import { parseStake, writeStake } from '#domain/geo/stake'
import type { Position, StationSurvey } from '#domain/network/network'
import { stationPoints, type StationPoint } from '#domain/network/station-sensors'
import { storableText } from '#domain/wire/storable-text'
import type { TableRow } from './formats/read-table'
import type { StationColumn } from './map-columns'
import type { Refusal } from './refusal'
import { readCorrections, readFrame, readSensorList, readYesNo, sensorColumns } from './station-columns'
import type { StationRow } from './station-row'

/** Text of one of our columns in a row, trimmed; empty where the table has no such column. */
export type Cell = (column: StationColumn) => string
/** Numbers as written; null where the row has none, `fault` where they are none. */
export type Coordinates = { xy: [number, number] } | { fault: string } | null

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/i
const mostText = 200

/** The coordinates of a row as written. */
export function coordinatesOf(cell: Cell, columns: readonly [StationColumn, StationColumn]): Coordinates {
  const [x, y] = columns.map(cell) as [string, string]
  if (x === '' && y === '') return null
  const bad = [x, y].find((text) => !number.test(text) || !Number.isFinite(Number(text)))
  if (bad !== undefined) return { fault: bad === '' ? 'one of the two coordinates is missing' : `"${bad.slice(0, 40)}" is no decimal number${/^\d+,\d+$/.test(bad) ? ': write a point, not a comma' : /[°′'″"]/.test(bad) ? ': write degrees as decimals' : ''}` }
  return { xy: [Number(x), Number(y)] }
}

/**
 * Reads one row; where it lies on the network is not looked at.
 * @param place turns coordinates as written into longitude, latitude; null where they cannot be that
 */
export function readStationRow(row: TableRow, cell: Cell, coordinates: Coordinates, place: (xy: [number, number]) => Position | null): StationRow | Refusal {
  const refuse = (reason: Refusal['reason'], detail: string, position: Position | null = null): Refusal => ({ reason, detail, position })
  if (row.fault !== null) return refuse('bad_row', row.fault)
  if (coordinates !== null && 'fault' in coordinates) return refuse('bad_coordinates', coordinates.fault)
  const given = coordinates === null ? null : place(coordinates.xy)
  if (coordinates !== null && given === null) return refuse('out_of_range', coordinates.xy.join(', '))
  const id = cell('id')
  if (!/^[\p{L}\p{N}_.:~-]{1,90}$/u.test(id)) return refuse('bad_id', id === '' ? 'the id is empty' : `"${id.slice(0, 60)}"`, given)
  const zh = cell('name') || cell('name_en') || id
  const en = cell('name_en') || zh
  const text = [zh, en, cell('route'), cell('segment_id')].find((one) => !storableText.test(one) || one.length > mostText)
  if (text !== undefined) return refuse('bad_text', `"${text.slice(0, 30)}"`, given)

  const where = stakeOf(cell)
  if ('fault' in where) return refuse('bad_stake', where.fault, given)
  if (where.stake !== null && where.route === null) return refuse('no_place', `the stake ${where.stake} says no route`, given)
  if (given === null && where.stake === null) return refuse('no_place', 'it has neither', null)
  const points = pointsOf(cell)
  if ('fault' in points) return refuse('unknown_sensor', points.fault, given)
  const survey = surveyOf(cell, given)
  if ('fault' in survey) return refuse('bad_survey', survey.fault, given)
  return { line: row.line, id, name: { zh, en }, position: survey.position, route: where.route, stake: where.stake, segmentId: cell('segment_id') || null, points: points.points, survey: survey.survey }
}

/** Route and stake from two columns, or both in one: `G1 K12+300`. */
function stakeOf(cell: Cell): { route: string | null; stake: string | null } | { fault: string } {
  const text = cell('stake')
  const route = cell('route') || null
  if (text === '') return { route, stake: null }
  const both = /^(\S.*?)\s+([A-GYZ]?\s*K\s*\d.*)$/i.exec(text)
  const parsed = parseStake(text) ?? (both ? parseStake(both[2]!) : null)
  if (!parsed) return { fault: `"${text.slice(0, 40)}"` }
  if (parsed.prefix !== '') return { fault: `the network has no line ${parsed.prefix}: leave the letter out and name a segment` }
  const named = parseStake(text) ? route : both![1]!
  if (route !== null && named !== route) return { fault: `its route is "${named!.slice(0, 40)}", and the column of routes says "${route.slice(0, 40)}"` }
  return { route: named, stake: writeStake(parsed.stakeM) }
}

function pointsOf(cell: Cell): { points: StationPoint[] } | { fault: string } {
  const listed = readSensorList(cell('sensors'))
  if ('unknown' in listed) return { fault: `"${listed.unknown}": expected surface, -5 cm, slab, air, dew point, wind or precipitation` }
  const chosen = new Set(listed.points)
  for (const { column, point } of sensorColumns) {
    const said = readYesNo(cell(column))
    if (said === null) return { fault: `"${cell(column).slice(0, 40)}" for ${point}: expected yes or no` }
    if (said) chosen.add(point)
  }
  return { points: stationPoints.filter((point) => chosen.has(point)) }
}

/** Where a row says its frame, the position is carried to CGCS2000 at 2000.0, on a rigid plate; the figures as given are kept. */
function surveyOf(cell: Cell, given: Position | null): { position: Position | null; survey: StationSurvey | null } | { fault: string } {
  const [frameText, epochText, correctionText] = [cell('frame'), cell('epoch_year'), cell('correction_source')]
  if (frameText === '' && epochText === '' && correctionText === '') return { position: given, survey: null }
  if (given === null) return { fault: 'a stake has no frame: give coordinates, or leave frame, epoch and corrections out' }
  const frame = readFrame(frameText)
  if (frame === null) return { fault: frameText === '' ? 'an epoch or corrections without a frame' : `"${frameText.slice(0, 40)}" is no frame known here` }
  if (epochText === '' && frame !== 'CGCS2000') return { fault: `${frame} without an epoch: its positions move by centimetres a year` }
  const epochYear = epochText === '' ? cgcs2000EpochYear : Number(epochText)
  if (!number.test(epochText || '0') || !(epochYear >= 1940 && epochYear <= 2060)) return { fault: `epoch "${epochText.slice(0, 40)}": expected a decimal year like 2020.5` }
  const correctionSource = correctionText === '' ? null : readCorrections(correctionText)
  if (correctionText !== '' && correctionSource === null) return { fault: `"${correctionText.slice(0, 40)}" are no corrections known here` }
  const reduced = reduceToCgcs2000({ lonDeg: given[0], latDeg: given[1], heightM: 0 }, { state: 'stated', frame, epochYear, correctionSource: correctionSource ?? 'none' }, { kind: 'eura2014' })
  const position: Position = [Math.round(reduced.position.lonDeg * 1e9) / 1e9, Math.round(reduced.position.latDeg * 1e9) / 1e9]
  return { position, survey: { position: given, frame, epochYear, correctionSource, reductionUncertaintyM: reduced.state === 'stated' ? Math.round(reduced.uncertainty.totalM * 1000) / 1000 : 0 } }
}
