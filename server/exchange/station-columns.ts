import { correctionSources, type CorrectionSource } from '#domain/geo/epoch/position-provenance'
import { terrestrialFrames, type TerrestrialFrame } from '#domain/geo/epoch/terrestrial-frames'
import { stationPoints, type StationPoint } from '#domain/network/station-sensors'
import { stationColumns } from '#domain/wire/imports'
import { proposeFields, type ColumnMapping, type StationColumn } from './map-columns'

/** What tables of stations call our columns, without blanks, underscores, brackets and capitals. */
const synonyms: Record<StationColumn, string[]> = {
  id: ['id', 'stationid', 'station', 'stationno', 'code', 'stationcode', '编号', '站号', '测站编号', '站点编号', '站点编码', '测站编码', '设备编号', '測站編號', '編號', '站號'],
  name: ['name', 'namezh', 'name:zh', '名称', '站名', '测站名称', '站点名称', '中文名', '中文名称', 'stationname', '名稱', '測站名稱'],
  name_en: ['nameen', 'name:en', 'englishname', '英文名', '英文名称', '英文站名', '英文名稱'],
  lon: ['lon', 'long', 'lng', 'longitude', 'londeg', 'lond', '经度', '東經', '东经', 'l', '经度度', '經度', 'jd'],
  lat: ['lat', 'latitude', 'latdeg', 'latd', '纬度', '北纬', '北緯', 'b', '纬度度', '緯度', 'wd'],
  x: ['x', 'xm', 'easting', 'eastingm', 'e', 'east', '东坐标', '横坐标', 'y坐标东', '东坐标m', '东向', '東坐標', '橫坐標'],
  y: ['y', 'ym', 'northing', 'northingm', 'n', 'north', '北坐标', '纵坐标', 'x坐标北', '北坐标m', '北向', '北坐標', '縱坐標'],
  crs: ['crs', 'epsg', 'srid', 'srs', '坐标系', '坐标系统', '参考系', '坐標系'],
  route: ['route', 'road', 'routename', 'ref', '路线', '路线编号', '路线代码', '道路', '道路编号', '所在路线', '所在道路', '线路', '路線', '路線編號'],
  stake: ['stake', 'chainage', 'milestone', '桩号', '里程桩号', '中心桩号', '里程', '公里桩', '樁號', '里程樁號'],
  segment_id: ['segmentid', 'segment', '路段编号', '区段', '区段编号', '路段'],
  sensors: ['sensors', 'quantities', 'measures', '观测要素', '要素', '传感器', '传感器类型', '监测要素', '观测项目', '傳感器'],
  has_surface: ['surface', 'surfacesensor', 'surfacetemperature', '路表', '路面温度', '路表温度', '表面温度', '地表温度'],
  has_pavement: ['pavement', 'pavementsensor', '5cm', 'depth5cm', 'subsurface', '路基温度', '路下5cm', '地下5cm', '5厘米', '路面下5cm', '路面内部温度'],
  has_slab: ['slab', 'slabsensor', 'slabtemperature', '板温', '板体温度', '板内温度', '12cm'],
  has_air: ['air', 'airtemperature', 'airtemp', '气温', '空气温度', '大气温度', '氣溫'],
  has_dewpoint: ['dewpoint', 'dewpointtemperature', '露点', '露点温度', '露點'],
  has_wind: ['wind', 'windspeed', '风', '风速', '风速风向', '風速'],
  has_precipitation: ['precipitation', 'precipitationrate', 'rain', 'rainfall', '降水', '降水强度', '雨量', '降雨', '降水強度'],
  frame: ['frame', 'datum', '框架', '坐标框架', '参考框架', '基准', '坐標框架'],
  epoch_year: ['epoch', 'epochyear', '历元', '测量历元', '參考曆元', '曆元'],
  correction_source: ['correctionsource', 'corrections', 'correction', '改正数来源', '差分来源', '改正来源', '定位方式', '测量方式'],
}

export const proposeStationMapping = (fields: readonly string[]): ColumnMapping => proposeFields(fields, stationColumns, synonyms)

/** Columns that say by yes or no whether a station has the sensor. */
export const sensorColumns = stationPoints.flatMap((point) => stationColumns.flatMap((column) => (column === `has_${point}` ? [{ column, point }] : [])))

const [yes, no] = [/^(是|有|1|y|yes|t|true|x|√|✓|✔)$/i, /^(否|无|無|0|n|no|f|false|-|—|×|)$/i]
/** Whether a cell says yes; null where it says neither. */
export const readYesNo = (cell: string): boolean | null => (yes.test(cell.trim()) ? true : no.test(cell.trim()) ? false : null)

const pointWords: Record<StationPoint, RegExp> = {
  surface: /^(surface|surface[_ ]?temp(erature)?|路表|路面|表面|路面温度|路表温度|表面温度|0 ?cm)$/i,
  pavement: /^(pavement|pavement[_ ]?temp(erature)?|subsurface|(路面下|路下|地下|-)? ?0?5 ?(cm|厘米)|-?0\.05 ?m|路面内部温度|路基温度)$/i,
  slab: /^(slab|slab[_ ]?temp(erature)?|板|板温|板体|板体温度|(-)? ?12 ?(cm|厘米))$/i,
  air: /^(air|air[_ ]?temp(erature)?|气温|氣溫|空气温度)$/i,
  dewpoint: /^(dew[_ ]?point|露点|露點|露点温度)$/i,
  wind: /^(wind|wind[_ ]?speed|风|风速|風速|风速风向)$/i,
  precipitation: /^(precip(itation)?|precipitation[_ ]?rate|rain(fall)?|降水|降水强度|雨量|降雨)$/i,
}

/** Sensors of a list like `surface; -5 cm; 气温`; `unknown` is the first word that is none. */
export function readSensorList(cell: string): { points: StationPoint[] } | { unknown: string } {
  const points: StationPoint[] = []
  for (const word of cell.split(/[、,;，；/|+\n]/).map((one) => one.trim()).filter((one) => one !== '')) {
    const found = stationPoints.find((point) => pointWords[point].test(word))
    if (!found) return { unknown: word.slice(0, 60) }
    points.push(found)
  }
  return { points }
}

/** A frame by its name, blanks and capitals forgiven; null where it is none. */
export function readFrame(cell: string): TerrestrialFrame | null {
  const plain = cell.toUpperCase().replace(/[\s_()-]/g, '')
  if (/^(国家2000|2000国家大地坐标系|CGCS)$/.test(plain)) return 'CGCS2000'
  return terrestrialFrames.find((frame) => frame === plain) ?? null
}

const correctionWords: [RegExp, CorrectionSource][] = [[/^(cors|网络rtk|network ?rtk|vrs)$/i, 'network-rtk'], [/^(无|單點|单点|none)$/i, 'none'], [/^(测量|控制测量|静态|static)$/i, 'survey'], [/^(图上|地图)$/i, 'map']]
/** Where corrections came from; null where the word is not known. */
export const readCorrections = (cell: string): CorrectionSource | null =>
  correctionSources.find((source) => source === cell.trim().toLowerCase().replace(/[ _]+/g, '-')) ?? correctionWords.find(([pattern]) => pattern.test(cell.trim()))?.[1] ?? null
