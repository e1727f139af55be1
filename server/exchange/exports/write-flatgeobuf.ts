import { Builder } from 'flatbuffers'
import { ColumnType } from 'flatgeobuf/lib/mjs/flat-geobuf/column-type.js'
import { Column } from 'flatgeobuf/lib/mjs/flat-geobuf/column.js'
import { Crs } from 'flatgeobuf/lib/mjs/flat-geobuf/crs.js'
import { GeometryType } from 'flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js'
import { Header } from 'flatgeobuf/lib/mjs/flat-geobuf/header.js'
import { buildFeature } from 'flatgeobuf/lib/mjs/generic/feature.js'
import type { IParsedGeometry } from 'flatgeobuf/lib/mjs/generic/geometry.js'
import { exportColumns, idColumn } from './export-columns'
import type { ExportTask, ExportWriter } from './export-writer'
import { placeIn } from './export-system'

const columns = [idColumn, ...exportColumns]
const columnTypes = { text: ColumnType.String, integer: ColumnType.Int, real: ColumnType.Double, instant: ColumnType.DateTime }
const magic = Uint8Array.of(0x66, 0x67, 0x62, 3, 0x66, 0x67, 0x62, 0)
/** What the library's writer of features needs to know. */
const meta = {
  geometryType: GeometryType.LineString, envelope: null, featuresCount: 0, indexNodeSize: 0, crs: null, title: null, description: null, metadata: null,
  columns: columns.map(({ name, type }) => ({ name, type: columnTypes[type], title: null, description: null, width: -1, precision: -1, scale: -1, nullable: true, unique: false, primary_key: false })),
}

/** The library's own header has neither reference system nor title nor metadata. */
function header({ system, facts }: ExportTask, count: number, envelope: readonly number[]): Uint8Array {
  const builder = new Builder()
  const text = (value: string): number => builder.createString(value)
  const columnOffsets = columns.map(({ name, type, en, zh }) => Column.createColumn(builder, text(name), columnTypes[type], text(zh), text(en), -1, -1, -1, true, false, false, 0))
  const columnsOffset = Header.createColumnsVector(builder, columnOffsets)
  const envelopeOffset = count === 0 ? 0 : Header.createEnvelopeVector(builder, [...envelope])
  const crsOffset = Crs.createCrs(builder, text('EPSG'), system.epsg, text(system.name), text(facts.axis_order), text(system.wkt), 0)
  const [nameOffset, titleOffset, descriptionOffset, metadataOffset] = ['segments', facts.title, `${facts.frame}@${facts.epoch}; ${facts.kind} ${facts.valid_at}; ${facts.attribution}`, JSON.stringify(facts)].map(text)
  Header.startHeader(builder)
  Header.addName(builder, nameOffset!)
  if (envelopeOffset) Header.addEnvelope(builder, envelopeOffset)
  Header.addGeometryType(builder, GeometryType.LineString)
  Header.addColumns(builder, columnsOffset)
  Header.addFeaturesCount(builder, BigInt(count))
  Header.addIndexNodeSize(builder, 0)
  Header.addCrs(builder, crsOffset)
  Header.addTitle(builder, titleOffset!)
  Header.addDescription(builder, descriptionOffset!)
  Header.addMetadata(builder, metadataOffset!)
  builder.finishSizePrefixed(Header.endHeader(builder))
  return builder.asUint8Array()
}

/** A FlatGeobuf (version 3) in the order of the network, so without a spatial index; the facts are its metadata, as JSON. */
export function flatgeobufWriter(task: ExportTask): ExportWriter {
  const at = new Date(task.atMs)
  const features: Uint8Array[] = []
  const envelope = [Infinity, Infinity, -Infinity, -Infinity]
  return {
    add(row) {
      const places = row.detail.axis.map((position) => placeIn(task.system, position))
      for (const [x, y] of places) {
        envelope[0] = Math.min(envelope[0]!, x)
        envelope[1] = Math.min(envelope[1]!, y)
        envelope[2] = Math.max(envelope[2]!, x)
        envelope[3] = Math.max(envelope[3]!, y)
      }
      // A line has neither ends nor parts; the type wants them named, and the writer takes an empty list of parts for a collection.
      const line = { xy: places.flat(), type: GeometryType.LineString } as IParsedGeometry
      features.push(buildFeature(line, Object.fromEntries(columns.map(({ name, value }) => [name, value(row, at)])), meta))
    },
    *finish() {
      yield magic
      yield header(task, features.length, envelope)
      yield* features
    },
  }
}
