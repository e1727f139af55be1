/** Words of the map itself, both languages side by side so that neither can be forgotten. */
const words = {
  mapLabel: ['城市路网表面温度地图', 'Map of surface temperatures'],
  mapHelp: ['方向键平移，+ − 缩放，Enter 选中央路段，Esc 取消；每个路段也在列表里', 'Arrow keys pan, + − zoom, Enter selects the segment in the middle, Esc clears; every segment is also in a list'],
  zoomIn: ['放大', 'Zoom in'],
  zoomOut: ['缩小', 'Zoom out'],
  north: ['北', 'N'],
  northLabel: ['正北向上，回到全城', 'North up, whole city'],
  schematic: ['示意', 'schematic'],
  unknown: ['未知', 'Unknown'],
  partlyUnknown: ['部分未知', 'partly unknown'],
  lowest: ['最低', 'lowest'],
  highest: ['最高', 'highest'],
  measured: ['实测', 'Measured'],
  estimated: ['估计', 'Estimated'],
  forecast: ['预报', 'Forecast'],
  stale: ['过期', 'Stale'],
  lost: ['失联', 'Lost'],
  ageLimit: ['过期、失联：按测站周期', "Stale, lost: by the sensor's cadence"],
  surfaceTemperature: ['路表温度', 'Surface temperature'],
  layer: ['着色依据', 'Coloured by'],
  layerDewMargin: ['高于露点', 'Above the dew point'],
  noteDewMargin: ['路表温度减最近测站露点；低于 0 时路面结露或结霜', 'Surface minus the dew point of the nearest station; below 0 dew or frost settles'],
  layerChange: ['预报变化', 'Forecast change'],
  noteChange: ['现在到三小时后（前瞻时为所看时刻）的预报均值之差', 'From now to the forecast mean in three hours, or at the instant that is looked ahead to'],
  layerUncertainty: ['不确定度', 'Uncertainty'],
  noteUncertainty: ['路表温度的标准差', 'Standard deviation of the surface temperature'],
  layerAge: ['数据时龄', 'Age of the data'],
  noteAge: ['所依测量距所看时刻', 'Of the measurement behind it, at the shown instant'],
  layerHeatFlux: ['供热强度', 'Heat into the pavement'],
  noteHeatFlux: ['环路热功率除以路面面积；负值为取热', "A loop's thermal power per area of pavement; negative: heat taken out"],
  layerControl: ['控制方式', 'Control'],
  noteControl: ['只知道现在由谁控制', 'Whose hands the loops are in is known of now alone'],
  handAuto: ['自动', 'Automatic'],
  handManual: ['手动', 'Manual'],
  handLocal: ['就地', 'Local'],
  handForeign: ['外来指令', 'Foreign'],
  handSafeState: ['安全状态', 'Safe state'],
  noLoop: ['无环路', 'No loop'],
  freezing: ['0 °C', '0 °C'],
  noWebgl: ['此浏览器没有 WebGL2，地图无法绘制；列表、曲线和指令照常可用。', 'This browser has no WebGL2, so the map cannot be drawn; lists, charts and commands still work.'],
  contextLost: ['显卡暂时收回了画面，地图正在重建；列表照常可用。', 'The graphics card took its context back; the map is being rebuilt. Lists still work.'],
  third: ['三分段', 'third'],
  measureStart: ['量测（M）', 'Measure (M)'],
  drawHelp: ['依次点击顶点，点回起点或双击完成；退格撤销一点，Esc 放弃', 'Click the corners; click the first one again or double-click to finish. Backspace undoes a corner, Esc discards'],
} as const

export type MapWord = keyof typeof words
export type MapWords = Record<MapWord, string>

/** The words in a language; anything but English is Chinese. */
export function mapWords(locale: string): MapWords {
  const column = locale.startsWith('en') ? 1 : 0
  return Object.fromEntries(Object.entries(words).map(([key, pair]) => [key, pair[column]])) as MapWords
}
