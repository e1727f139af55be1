import type { ExportTask, ExportWriter } from './export-writer'
import { flatgeobufWriter } from './write-flatgeobuf'
import { geopackageWriter } from './write-geopackage'
import { shapefileWriter } from './write-shapefile'

/** The writer of a format. */
export async function openExportWriter(task: ExportTask): Promise<ExportWriter> {
  if (task.format === 'geopackage') return geopackageWriter(task)
  return task.format === 'flatgeobuf' ? flatgeobufWriter(task) : shapefileWriter(task)
}
