/** Files that make one upload: a file as it is, or the parts of a Shapefile in one zip. */
export interface Upload { name: string; body: Blob }
/** Why some files are not one upload. */
export type PackFault = 'several' | 'no_shp'

const ends = /\.(shp|shx|dbf|prj|cpg|qpj|sbn|sbx|shp\.xml)$/i
const stem = (name: string): string => name.replace(ends, '').toLowerCase()

/**
 * The parts of one Shapefile, chosen together, as the zip that the server takes; one file of another kind as it is.
 * Of a Shapefile only the .shp cannot be missed; what the others would have told, the server asks or leaves out.
 */
export async function packUpload(files: readonly File[]): Promise<Upload | { fault: PackFault }> {
  const [first] = files
  if (!first) return { fault: 'several' }
  const parts = files.filter(({ name }) => ends.test(name))
  if (parts.length === 0) return files.length === 1 ? { name: first.name, body: first } : { fault: 'several' }
  if (parts.length !== files.length || new Set(parts.map(({ name }) => stem(name))).size > 1) return { fault: 'several' }
  const shp = parts.find(({ name }) => /\.shp$/i.test(name))
  if (!shp) return { fault: 'no_shp' }
  const { zip } = await import('fflate')
  const bytes = Object.fromEntries(await Promise.all(parts.map(async (part) => [part.name, new Uint8Array(await part.arrayBuffer())] as const)))
  const packed = await new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => { zip(bytes, { level: 1 }, (error, data) => { if (error) reject(error); else resolve(data as Uint8Array<ArrayBuffer>) }) })
  return { name: shp.name.replace(/\.shp$/i, '.zip'), body: new Blob([packed], { type: 'application/zip' }) }
}
