import { importColumns, type stationColumns } from '#domain/wire/imports'
import type { Json } from './geojson-features'
import { roadKind } from './road-kind'

/** Our columns, as `plan-import` and `surface-columns` read them. */
export type TargetColumn = (typeof importColumns)[number]
/** The same of a table of stations. */
export type StationColumn = (typeof stationColumns)[number]
/** Which field of the file stands for which of our columns; null: none, although one looks like it. */
export type ColumnMapping = Partial<Record<TargetColumn | StationColumn, string | null>>

/** What municipal files call our columns, without blanks, underscores and capitals. Shapefile cuts names at ten bytes: the beginnings count as well. */
const synonyms: Record<TargetColumn, string[]> = {
  id: ['id', 'osmid', '@id', '编号id', '路段编号', '路段id', '标识码', '要素编号', 'roadid', 'segmentid', 'linkid'],
  name: ['name:zh', 'namezh', 'name', '名称', '道路名称', '路名', '道路名', '桥名', '桥梁名称', '路段名称', '中文名', '名字', 'roadname', 'rdname', 'pathname', 'bridgename', '道路中文名', 'mc', 'dlmc', 'lm', '橋名', '名稱', '道路名稱', '路名稱'],
  name_en: ['name:en', 'nameen', '英文名', '英文名称', 'ename', '英文名稱'],
  ref: ['ref', 'route', '路线编号', '路线编码', '路线代码', '道路编号', '编号', 'routeid', 'roadcode', 'lxbm', '路線編號', '編號'],
  kind: ['kind', '种类', '设施类型'],
  highway: ['highway', '等级', '道路等级', '公路等级', '技术等级', '路级', 'fclass', 'roadclass', 'class', 'grade', 'dldj', '等級', '道路等級', '道路类型', '类型', '類型', '道路类别'],
  aeroway: ['aeroway'],
  bridge: ['bridge', '桥', '桥梁', '是否桥梁', '橋', '橋樑', '是否桥', 'isbridge'],
  tunnel: ['tunnel', '隧道', '是否隧道', 'istunnel'],
  width_m: ['widthm', 'width', '宽度', '路宽', '路面宽', '路面宽度', '道路宽度', '宽', 'kd', 'lk', '寬度', '路寬', '宽度m', '宽度米'],
  lanes: ['lanes', '车道', '车道数', '車道數', 'lane', 'lanenum', 'cds'],
  pavement_type: ['pavementtype'],
  surface: ['surface', '路面', '路面类型', '路面材质', '路面類型', '铺装', '面层类型', 'lmlx'],
  layers: ['layers'],
  sky_view_fraction: ['skyviewfraction', '天空视角系数'],
  surface_temperature_c: ['surfacetemperaturec', '路面温度', '路温', '表面温度'],
  measured_at: ['measuredat', '测量时间', '观测时间'],
}
const plain = (field: string): string => field.toLowerCase().replace(/[\s_（）()°-]+/g, '')
/** A name that a table's ten bytes cut off. */
const isCut = (field: string, whole: string): boolean => new TextEncoder().encode(field).length >= 9 && plain(field).length >= 6 && whole.startsWith(plain(field))

/**
 * Proposes which field stands for which column: our own names first, then what municipal files call them; of several the first.
 * @param fields names as in the file
 */
export const proposeMapping = (fields: readonly string[]): ColumnMapping => proposeFields(fields, importColumns, synonyms)

/** The same for any columns and what they are called. */
export function proposeFields<C extends TargetColumn | StationColumn>(fields: readonly string[], columns: readonly C[], called: Readonly<Record<C, readonly string[]>>): ColumnMapping {
  const mapping: ColumnMapping = {}
  const taken = new Set<string>()
  for (const column of columns) {
    const found = fields.find((field) => field === column) ?? called[column].map((word) => fields.find((field) => !taken.has(field) && (plain(field) === word || isCut(field, word)))).find((field) => field !== undefined)
    if (found === undefined || taken.has(found)) continue
    mapping[column] = found
    taken.add(found)
  }
  return mapping
}

/** Chinese words of classes and surfaces, and ours. */
const words: Partial<Record<TargetColumn, [RegExp, string][]>> = {
  highway: [[/高速/, 'motorway'], [/快速|国道|國道/, 'trunk'], [/次干|省道|次幹|二级|二級/, 'secondary'], [/主干|主幹|一级|一級/, 'primary'], [/支路|县道|縣道|三级|三級/, 'tertiary'], [/匝道/, 'primary_link'], [/街坊|小区|住宅/, 'residential'], [/乡道|村道|鄉道|四级|四級/, 'unclassified']],
  surface: [[/沥青|瀝青|柏油/, 'asphalt'], [/水泥|混凝土/, 'concrete'], [/钢|鋼/, 'metal']],
  kind: [[/桥|橋/, 'bridge'], [/跑道/, 'runway'], [/滑行/, 'taxiway'], [/机坪|機坪/, 'apron'], [/路|街/, 'road']],
  bridge: [[/^(是|有|1|y|t|true)$/i, 'yes'], [/^(否|无|無|0|n|f|false)$/i, 'no']],
  tunnel: [[/^(是|有|1|y|t|true)$/i, 'yes'], [/^(否|无|無|0|n|f|false)$/i, 'no']],
}

/** A class that is known and refused: a footway is no road without a class. */
const isNotBuilt = (value: unknown): boolean => {
  const judged = roadKind({ highway: value })
  return 'reason' in judged && judged.reason === 'not_for_vehicles'
}

/** A feature's columns under our names; its own stay beside them. A class in words that are not known says nothing of the class. */
export function mapColumns(columns: Json, mapping: ColumnMapping): Json {
  const out: Json = { ...columns }
  for (const column of importColumns) {
    const field = mapping[column]
    if (field === null) delete out[column]
    if (!field) continue
    const value = columns[field]
    const translated = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? words[column]?.find(([pattern]) => pattern.test(String(value)))?.[1] : undefined
    if (translated !== undefined) out[column] = translated
    else if (column === 'width_m' && typeof value === 'string') out[column] = value.replace(/\s*(米|公尺)$/, '')
    else if (field === column) continue
    else if (column === 'highway' && 'reason' in roadKind({ highway: value }) && !isNotBuilt(value)) delete out[column]
    else out[column] = value
  }
  return out
}
