import type { ExportSystem } from './export-system'

/** What a file says of itself beside its rows. */
export interface ExportFacts {
  /** As `hearthway-harbin-segments`: the layer, and the file without its ending. */
  title: string
  /** Frame and epoch of the stored positions, whatever the file's own system. */
  frame: 'CGCS2000'
  epoch: '2000.0'
  crs: string
  crs_name: string
  axis_order: string
  /** What was taken: `all`, `zone:ID` or `segments:N`. */
  selection: string
  /** `now`: as judged at that instant; `history`: from the readings of then; `forecast`: what was forecast for it; `readings`: of a period. */
  kind: 'now' | 'history' | 'forecast' | 'readings'
  /** Site instant that the rows are for, to which ages are counted; UTC. */
  valid_at: string
  /** Of a period: its end (exclusive). */
  valid_to: string | null
  /** Site instant up to which things were known. */
  known_at: string
  /** Site instant at which the file was asked for. */
  generated_at: string
  source: string
  /** Whom the data is owed to and under which licence; travels with the file, as ODbL asks. */
  attribution: string
}

/** In what order the numbers of a position stand in table formats, whatever the authority's order: GIS programs expect no other. */
export const axisOrder = ({ gaussKruger }: ExportSystem): string => (gaussKruger ? 'easting, northing (m)' : 'longitude, latitude (degrees)')

const words: Record<keyof ExportFacts, string> = {
  title: '名称 / title', frame: '坐标框架 / frame', epoch: '历元 / epoch', crs: '坐标参考系 / reference system', crs_name: '其名称 / its name', axis_order: '坐标次序 / axis order', selection: '范围 / what was taken',
  kind: '数据性质 / kind', valid_at: '所述时刻 / instant of the states (UTC)', valid_to: '时段终点 / end of the period (UTC)', known_at: '信息截至 / as known at (UTC)', generated_at: '导出时刻 / asked for at (UTC)', source: '来源 / source', attribution: '署名与许可 / attribution and licence',
}

/** The facts as lines that people read. */
export const factsText = (facts: ExportFacts): string => (Object.keys(words) as (keyof ExportFacts)[]).filter((key) => facts[key] !== null).map((key) => `${words[key]}: ${facts[key]}`).join('\r\n')
